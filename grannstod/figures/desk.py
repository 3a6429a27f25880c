"""What the leader should see today: cars, gaps, people and papers, answers that are late, what was seen where."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from common import clock
from grannstod.lifecycle import PatrolStatus
from grannstod.models import CrewMember, Observation, Patrol, Shift
from incidents.models import Report
from neighbourhoods.figures import Locator, locator
from neighbourhoods.models import Area, District

if TYPE_CHECKING:
    from accounts.models import User

GAPS_AHEAD = timedelta(days=14)
_SEEN = ("category__name", "report__district", "report__area", "longitude", "latitude")
STATISTICS_BACK = timedelta(days=365)


def gaps(user: User) -> QuerySet[Shift]:
    """Return the coming two weeks' shifts that lack somebody (`crew_count` is below two) or somebody who may drive.

    Somebody on the driver's seat may have lost the licence, or it has run out by then.
    """
    now = clock.now()
    coming = Shift.objects.visible_to(user).filter(starts_at__gt=now, starts_at__lte=now + GAPS_AHEAD, patrol=None)
    may_drive = Q(volunteer__licence_until=None) | Q(volunteer__licence_until__gte=F("starts_at__date"))
    drivers = CrewMember.objects.filter(may_drive, shift=OuterRef("pk"), seat="driver", volunteer__is_driver=True)
    counted = coming.annotate(crew_count=Count("crew"))
    return counted.filter(Q(crew_count__lt=2) | ~Exists(drivers)).select_related("car", "route").order_by("starts_at")


def left_open(user: User) -> QuerySet[Patrol]:
    """Return the patrols that are still under way though their shift is over, the oldest first."""
    underway = Patrol.objects.visible_to(user).filter(status=PatrolStatus.UNDERWAY, shift__ends_at__lte=clock.now())
    return underway.select_related("shift__car", "shift__route").order_by("started_at")


def unanswered(user: User) -> QuerySet[Observation]:
    """Return observations that became a report which is still open, the oldest first."""
    passed_on = Observation.objects.visible_to(user).filter(report__in=Report.objects.open())
    return passed_on.select_related("category", "report").order_by("observed_at")


@dataclass(frozen=True)
class PlaceLine:
    """What was seen in one district in a year, by kind, and how much of it in which areas of Grannsamverkan."""

    place: str
    kinds: tuple[tuple[str, int], ...]
    areas: tuple[tuple[str, int], ...]
    total: int


def seen_by_place(user: User) -> list[PlaceLine]:
    """Return the last year's observations by district, kind and area; the place as the report or the position says."""
    rows = Observation.objects.visible_to(user).filter(observed_at__gte=clock.now() - STATISTICS_BACK)
    borders = locator()
    kinds: dict[int | None, Counter[str]] = defaultdict(Counter)
    areas: dict[int | None, Counter[int]] = defaultdict(Counter)
    for seen in rows.select_related("category", "report").only(*_SEEN):
        district, area = _place_of(seen, borders)
        kinds[district][seen.category.name] += 1
        if area is not None:
            areas[district][area] += 1
    named = dict(Area.objects.filter(pk__in={pk for held in areas.values() for pk in held}).values_list("pk", "name"))
    names = dict(District.objects.values_list("pk", "name"))
    lines = [
        PlaceLine(
            names.get(district, "") if district else "",
            _most_first(counted),
            _most_first(Counter({named[pk]: count for pk, count in areas[district].items() if pk in named})),
            counted.total(),
        )
        for district, counted in kinds.items()
    ]
    return sorted(lines, key=lambda line: (-line.total, line.place))


def _place_of(seen: Observation, borders: Locator) -> tuple[int | None, int | None]:
    """Return the district and the area: the report's own, else where the position lies."""
    district, area = (seen.report.district_id, seen.report.area_id) if seen.report else (None, None)
    if seen.latitude is None or seen.longitude is None:
        return district, area
    where = seen.longitude, seen.latitude
    return district or borders.district_id_at(*where), area or borders.area_id_at(*where)


def _most_first(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda held: (-held[1], held[0])))


def month_starts(last: date, count: int) -> list[date]:
    """Return the first days of so many months up to the one a day lies in, the oldest first."""
    first, found = last.replace(day=1), []
    for _month in range(count):
        found.append(first)
        first = (first - timedelta(days=1)).replace(day=1)
    return found[::-1]
