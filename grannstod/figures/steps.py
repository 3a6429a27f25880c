"""What a patrol gets a copy of when it starts: its checklist, and its route in another order than last time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from grannstod.models import ChecklistLine, ChecklistVersion, Patrol, PatrolStep, Route, RouteStop, Shift, StepKind
from neighbourhoods import figures as places
from neighbourhoods.models import Area

# A place's key on a phone; the number fits what the database can hold.
STOP_KEY = re.compile(r"plats-([0-9]{1,18})")


def line_key(line: ChecklistLine) -> str:
    return f"rad-{line.pk}"


def stop_key(stop: RouteStop) -> str:
    return f"plats-{stop.pk}"


def lines_of(version: ChecklistVersion | None) -> QuerySet[ChecklistLine]:
    """Return the lines of a version in order; without one, those from before there were versions."""
    return ChecklistLine.objects.filter(version=version, is_active=True).order_by("-kind", "position")


def orders(stops: Sequence[int]) -> list[list[int]]:
    """Return the ways to drive a round: from each place on it, forwards and backwards, each once."""
    ways = [[*way[start:], *way[:start]] for way in (list(stops), list(stops)[::-1]) for start in range(len(stops))]
    return [way for number, way in enumerate(ways) if way not in ways[:number]]


def varied(route: Route) -> list[RouteStop]:
    """Return a route's places in an order that differs from the last patrol's, where there is more than one.

    Who watches from a window should not learn when the car comes by: begin elsewhere and turn the round about.
    """
    stops = {stop.pk: stop for stop in route.stops.select_related("area").order_by("position")}
    ways = orders(list(stops))
    if len(ways) < 2:
        return list(stops.values())
    driven = Patrol.objects.filter(shift__route=route)
    last = driven.order_by("-started_at", "-pk").first()
    turn = driven.count() % len(ways)
    if last is not None and last_order(last) == ways[turn]:
        turn = (turn + 1) % len(ways)
    return [stops[pk] for pk in ways[turn]]


def last_order(patrol: Patrol) -> list[int]:
    keys = patrol.steps.filter(kind=StepKind.PLACE).order_by("position").values_list("key", flat=True)
    return [int(key.removeprefix("plats-")) for key in keys if key.startswith("plats-")]


def planned_stops(shift: Shift, order: Sequence[int] = ()) -> list[RouteStop]:
    """Return a shift's places: those that a phone without network was shown, in its order, even if they have left the
    route meanwhile; else the route's own."""
    shown = RouteStop.objects.select_related("area").in_bulk([pk for pk in order if 0 < pk < 2**62])
    if order and len(shown) == len(order):
        return [shown[pk] for pk in order]
    return varied(shift.route) if shift.route else []


def copies(patrol: Patrol, stops: Sequence[RouteStop]) -> Iterator[PatrolStep]:
    """Yield the steps of a new patrol: they stand whatever happens to the templates later."""
    for line in lines_of(patrol.checklist):
        yield PatrolStep(
            patrol=patrol,
            kind=line.kind,
            position=line.position,
            name=line.text,
            key=line_key(line),
            is_police=line.is_police,
        )
    for position, stop in enumerate(stops, start=1):
        yield copy_of(stop, patrol, position)


def copy_of(stop: RouteStop, patrol: Patrol, position: int) -> PatrolStep:
    """Return a patrol's own copy of a place, not saved yet."""
    return PatrolStep(
        patrol=patrol,
        kind=StepKind.PLACE,
        position=position,
        name=stop.name,
        hint=stop.hint,
        key=stop_key(stop),
        area=stop.area or area_of_stop(stop),
        latitude=stop.latitude,
        longitude=stop.longitude,
    )


def stop_of_key(key: str) -> RouteStop | None:
    """Return the place that a phone knows by a key, on a route or not any more."""
    found = STOP_KEY.fullmatch(key)
    return RouteStop.objects.select_related("area").filter(pk=found[1]).first() if found else None


def address_of(name: str) -> tuple[float, float] | None:
    """Return latitude and longitude (degrees, WGS84) of the one address or place that is called so; None where there is
    none, or several."""
    street = _street(name)
    alike = [
        one for one in places.search_addresses(name, 3) if one.kind != "postal_code" and _street(one.label) == street
    ]
    return (alike[0].latitude, alike[0].longitude) if len(alike) == 1 else None


def _street(label: str) -> str:
    return label.partition(",")[0].strip().casefold()


def area_of_stop(stop: RouteStop) -> Area | None:
    """Return the area that a place's position lies in."""
    if stop.latitude is None or stop.longitude is None:
        return None
    return places.area_at(stop.longitude, stop.latitude)
