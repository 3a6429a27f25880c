"""Rows of a list of areas are saved and taken back, a thousand at a time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, ForeignObjectRel, Model, OuterRef, Q
from django.utils.text import slugify
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from common import clock
from common.list_runs import Outcome
from neighbourhoods.importing.area_list import NEW, values_of
from neighbourhoods.lifecycle import RevivalStatus
from neighbourhoods.models import Area, AreaEvent, AreaVitality, ListRow, RevivalCase, RevivalNote, VitalityChange

FIELDS = ["name", "district_id", *NEW]
# What a new area gets by itself: its first event, and what the nights read of it.
_BY_ITSELF: dict[type[Model], Q] = {
    AreaEvent: Q(moved_from=""),
    AreaVitality: Q(area__isnull=False),
    VitalityChange: Q(area__isnull=False),
    RevivalCase: Q(~Exists(RevivalNote.objects.filter(case=OuterRef("pk"))), status=RevivalStatus.WAITING),
}


def save_areas(rows: list[ListRow], by: User) -> None:
    """Save rows that have been judged anew."""
    _create([row for row in rows if row.outcome == Outcome.NEW.value], by)
    _write({row.kept_id: row.after for row in rows if row.outcome == Outcome.CHANGED.value}, by)


def _create(rows: list[ListRow], by: User) -> None:
    taken = set(Area.objects.values_list("slug", flat=True))
    areas = [Area(slug=_slug(row.after["name"], taken), **_fields(row)) for row in rows]
    made = bulk_create_with_history(areas, Area, batch_size=1_000, default_user=by) if areas else []
    events = [
        AreaEvent(area=area, moved_to=area.status, reason="read_in", actor=by, at=_moment(row))
        for row, area in zip(rows, made, strict=True)
    ]
    AreaEvent.objects.bulk_create(events, batch_size=1_000)
    for row, area in zip(rows, made, strict=True):
        row.kept_id = area.pk
    ListRow.objects.bulk_update(rows, ["kept_id"], batch_size=1_000)


def _fields(row: ListRow) -> dict[str, Any]:
    return {name: value for name, value in row.after.items() if name != "closed_on"}


def _moment(row: ListRow) -> datetime:
    """Return when an area came to be as it is read in: the day it was closed, where the list says so, else now."""
    closed_on = row.after.get("closed_on")
    return clock.start_of_day(date.fromisoformat(closed_on)) if closed_on else clock.now()


def _slug(name: str, taken: set[str]) -> str:
    base = slugify(name)[:100] or "omrade"
    number, slug = 1, base
    while slug in taken:
        number, slug = number + 1, f"{base}-{number + 1}"
    taken.add(slug)
    return slug


def _write(wanted: dict[int | None, dict[str, Any]], by: User) -> None:
    areas = list(Area.objects.select_for_update(of=("self",)).filter(pk__in=[pk for pk in wanted if pk is not None]))
    for area in areas:
        for name, value in wanted[area.pk].items():
            setattr(area, name, value)
    if areas:
        fields = [name.removesuffix("_id") for name in FIELDS]
        bulk_update_with_history(areas, Area, fields, batch_size=1_000, default_user=by)


def take_areas_back(rows: list[ListRow], by: User) -> set[int]:
    """Delete new areas that nothing hangs on and give changed ones their earlier values; returns those rows' keys."""
    areas = {
        area.pk: area
        for area in Area.objects.select_for_update(of=("self",)).filter(pk__in=[row.kept_id for row in rows])
    }
    new = [row.kept_id for row in rows if row.outcome == Outcome.NEW.value and row.kept_id is not None]
    held = lived(new) | set(Area.objects.filter(pk__in=new, boundary__isnull=False).values_list("pk", flat=True))
    free = [
        row
        for row in rows
        if (area := areas.get(row.kept_id or 0)) is not None and _is_as_read(area, row) and area.pk not in held
    ]
    _write({row.kept_id: row.before for row in free if row.outcome == Outcome.CHANGED.value}, by)
    Area.objects.filter(pk__in=[row.kept_id for row in free if row.outcome == Outcome.NEW.value]).delete()
    return {row.pk for row in free}


def _is_as_read(area: Area, row: ListRow) -> bool:
    return bool(_fields(row).items() <= (values_of(area) | {"status": area.status}).items())


def lived(new: list[int]) -> set[int]:
    """Return which of some areas something hangs on: moved, with agents, named by any other row."""
    held = Area.objects.filter(pk__in=new)
    found = set[int]()
    for relation in Area._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        name = relation.field.name
        others = relation.related_model._base_manager.filter(**{f"{name}__in": held.values("pk")})
        if relation.related_model in _BY_ITSELF:
            others = others.exclude(_BY_ITSELF[relation.related_model])
        found |= set(others.values_list(name, flat=True))
    return found
