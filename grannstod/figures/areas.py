"""Whether the patrol areas cover the municipality: which districts stand in none, and which areas no car goes to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from common import clock
from grannstod.models import PatrolArea
from neighbourhoods.models import District
from neighbourhoods.querysets import DistrictQuerySet


@dataclass(frozen=True)
class AreaLine:
    """One patrol area: its districts and routes, and how many shifts lie ahead."""

    area: PatrolArea
    districts: tuple[str, ...]
    routes: tuple[str, ...]
    shifts_ahead: int


def patrol_areas() -> list[AreaLine]:
    """Return every patrol area in use, then those that are not; the same few queries however many."""
    ahead = Count("shifts", filter=Q(shifts__starts_at__gt=clock.now()))
    areas = PatrolArea.objects.annotate(ahead=ahead).order_by("-is_active", "name").prefetch_related("routes")
    names: dict[int, list[str]] = {}
    held = District.objects.filter(patrol_areas__isnull=False).order_by("name")
    for area, name in held.values_list("patrol_areas", "name"):
        names.setdefault(area or 0, []).append(name)
    return [
        AreaLine(area, tuple(names.get(area.pk, ())), tuple(str(one) for one in area.routes.all()), vars(area)["ahead"])
        for area in areas
    ]


def uncovered_districts() -> list[str]:
    """Return the districts that no patrol area in use holds: together they are to cover the whole municipality."""
    return _names(District.objects.exclude(patrol_areas__is_active=True))


def unrouted_districts() -> list[str]:
    """Return the districts that no route in use goes through, by itself or by its patrol area."""
    by_area = Q(patrol_areas__is_active=True, patrol_areas__routes__is_active=True)
    return _names(District.objects.exclude(pk__in=District.objects.filter(Q(routes__is_active=True) | by_area)))


def shared_districts() -> list[str]:
    """Return the districts that several patrol areas hold: allowed, but worth a look."""
    counted = District.objects.annotate(held_by=Count("patrol_areas", filter=Q(patrol_areas__is_active=True)))
    return _names(counted.filter(held_by__gt=1))


def _names(districts: DistrictQuerySet) -> list[str]:
    return list(districts.values_list("name", flat=True).order_by("name"))
