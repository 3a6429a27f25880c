"""What the leader should see today: cars, gaps, people and papers, answers that are late, what was seen where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from common import clock
from grannstod.models import Observation, Shift
from incidents.models import Report
from neighbourhoods.figures import locator
from neighbourhoods.models import District

if TYPE_CHECKING:
    from accounts.models import User

GAPS_AHEAD = timedelta(days=14)
_SEEN = ("category__name", "report__district", "longitude", "latitude")
STATISTICS_BACK = timedelta(days=365)


def gaps(user: User) -> QuerySet[Shift]:
    """Return the coming two weeks' shifts that lack somebody, with how many are missing as `crew_count`."""
    now = clock.now()
    coming = Shift.objects.visible_to(user).filter(starts_at__gt=now, starts_at__lte=now + GAPS_AHEAD, patrol=None)
    counted = coming.annotate(crew_count=Count("crew")).filter(crew_count__lt=2)
    return counted.select_related("car", "route").order_by("starts_at")


def unanswered(user: User) -> QuerySet[Observation]:
    """Return observations that became a report which is still open, the oldest first."""
    passed_on = Observation.objects.visible_to(user).filter(report__in=Report.objects.open())
    return passed_on.select_related("category", "report").order_by("observed_at")


@dataclass(frozen=True)
class PlaceLine:
    """What was seen in one district in a year, by kind."""

    place: str
    kinds: tuple[tuple[str, int], ...]
    total: int


def seen_by_place(user: User) -> list[PlaceLine]:
    """Return the last year's observations by district and kind; the place as the report or the position says."""
    names = dict(District.objects.values_list("pk", "name"))
    since = clock.now() - STATISTICS_BACK
    rows = Observation.objects.visible_to(user).filter(observed_at__gte=since)
    borders = locator()
    counted: Counter[tuple[str, str]] = Counter()
    for seen in rows.select_related("category", "report").only(*_SEEN):
        district = seen.report.district_id if seen.report else None
        if district is None and seen.latitude is not None and seen.longitude is not None:
            district = borders.district_id_at(seen.longitude, seen.latitude)
        counted[names[district] if district else "", seen.category.name] += 1
    return _lines(counted)


def _lines(counted: Counter[tuple[str, str]]) -> list[PlaceLine]:
    places: dict[str, list[tuple[str, int]]] = {}
    for (place, kind), count in sorted(counted.items(), key=lambda held: (held[0][0], -held[1], held[0][1])):
        places.setdefault(place, []).append((kind, count))
    lines = [PlaceLine(place, tuple(kinds), sum(count for _kind, count in kinds)) for place, kinds in places.items()]
    return sorted(lines, key=lambda line: -line.total)


def month_starts(last: date, count: int) -> list[date]:
    """Return the first days of so many months up to the one a day lies in, the oldest first."""
    first, found = last.replace(day=1), []
    for _month in range(count):
        found.append(first)
        first = (first - timedelta(days=1)).replace(day=1)
    return found[::-1]
