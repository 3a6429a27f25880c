"""Editing routes and the checklist as a leader does: as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from accounts.models import User
from grannstod.figures.steps import address_of, area_of_stop
from grannstod.models import ChecklistLine, ChecklistVersion, Route, RouteStop
from grannstod.services.checklists import draft_checklist, publish_checklist
from neighbourhoods.models import Area, District

# Further than any route is long: positions that are moved out of the way while new ones are given.
ASIDE = 10_000


@dataclass(frozen=True)
class Stop:
    """A place of a route as its leader writes it: its name, what to look at, and the area it lies in, if named."""

    name: str
    hint: str = ""
    area: Area | None = None


@transaction.atomic
def save_route(*, route: Route, districts: Iterable[District], stops: Sequence[Stop]) -> Route:
    """Save a route with its places, in order. One whose area is not named lies where its name is an address.

    A place that keeps its name keeps its position and what phones know it by; one that is left out stays, of no
    route, for phones that still show it. Patrols under way keep theirs.
    """
    route.save()
    route.districts.set(districts)
    route.stops.update(position=F("position") + ASIDE)
    known = {stop.name: stop for stop in route.stops.all()}
    for position, told in enumerate(stops, start=1):
        stop = known.pop(told.name, None) or RouteStop(route=route, name=told.name)
        stop.position, stop.hint, stop.area = position, told.hint, told.area
        if stop.area is None:
            _find(stop)
        stop.save()
    route.stops.filter(position__gt=ASIDE).update(route=None)
    return route


def _find(stop: RouteStop) -> None:
    """Give a place the position of the address it is named by, and the area that lies there."""
    if stop.latitude is None or stop.longitude is None:
        stop.latitude, stop.longitude = address_of(stop.name) or (None, None)
    stop.area = area_of_stop(stop)


@transaction.atomic
def write_checklist(*, lines: Iterable[tuple[str, str, bool]], by: User) -> ChecklistVersion:
    """Publish a new version of the checklist: for each line when, its words, and whether the police are met.

    Patrols under way keep theirs. Raises ValidationError (`empty`).
    """
    draft = draft_checklist()
    draft.lines.all().delete()
    positions: dict[str, int] = {}
    for kind, text, is_police in lines:
        positions[kind] = positions.get(kind, 0) + 1
        ChecklistLine.objects.create(version=draft, kind=kind, position=positions[kind], text=text, is_police=is_police)
    return publish_checklist(version_id=draft.pk, by=by)
