"""Editing routes and the checklist as a leader does: as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F

from accounts.models import User
from grannstod.models import ChecklistLine, ChecklistVersion, Route, RouteStop
from grannstod.services.checklists import draft_checklist, publish_checklist
from neighbourhoods.models import District

# Further than any route is long: positions that are moved out of the way while new ones are given.
ASIDE = 10_000


@transaction.atomic
def save_route(*, route: Route, districts: Iterable[District], stops: Sequence[tuple[str, str]]) -> Route:
    """Save a route with its places, each a name and what to look at, in order.

    A place that keeps its name keeps its area, its position and what phones know it by. Patrols under way keep theirs.
    """
    route.save()
    route.districts.set(districts)
    route.stops.exclude(name__in=[name for name, _hint in stops]).delete()
    route.stops.update(position=F("position") + ASIDE)
    known = {stop.name: stop for stop in route.stops.all()}
    for position, (name, hint) in enumerate(stops, start=1):
        stop = known.pop(name, None) or RouteStop(route=route, name=name)
        stop.position, stop.hint = position, hint
        stop.save()
    route.stops.filter(position__gt=ASIDE).delete()
    return route


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
