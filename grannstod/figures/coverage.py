"""Which areas patrols have been in, and when: the ones not visited longest come first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _
from shapely.geometry import shape

from common import clock
from common.charts import Drawing, MapPoint, map_sketch
from grannstod.figures.areas import uncovered_districts, unrouted_districts
from grannstod.figures.desk import month_starts
from grannstod.models import Observation, PatrolStep, StepKind
from neighbourhoods.figures import locator
from neighbourhoods.models import Area, District, Municipality

# An area is seen to when a patrol has been there within so long.
RECENTLY = timedelta(weeks=6)
MONTHS = 6


@dataclass(frozen=True)
class AreaLine:
    """One area: when a patrol was last there ever, and on how many days of the last half year."""

    name: str
    district: str
    last_on: date | None
    days: int
    is_recent: bool


@dataclass(frozen=True)
class Coverage:
    """The municipality's areas as patrols have covered them."""

    lines: list[AreaLine]
    months: list[tuple[date, int]]
    drawing: Drawing | None
    unrouted_districts: list[str]
    uncovered_districts: list[str]

    @property
    def recent(self) -> int:
        """Return how many areas have been visited recently."""
        return sum(line.is_recent for line in self.lines)


def coverage() -> Coverage:
    """Return every open area, the one not visited longest first, and how many were visited month by month.

    For those who see every patrol: patrols cover the whole municipality, so areas are not asked for by person.
    """
    months = month_starts(clock.today(), MONTHS)
    visits, last = visits_since(months[0]), last_visits()
    areas = list(Area.objects.open().select_related("district").defer("district__boundary"))
    lines = sorted((_line(area, visits.get(area.pk, set()), last.get(area.pk)) for area in areas), key=_urgency)
    shown = {area.pk for area in areas}
    counts = [
        (first, sum(any(day.replace(day=1) == first for day in days) for pk, days in visits.items() if pk in shown))
        for first in months
    ]
    return Coverage(lines, counts, _map(areas, last), unrouted_districts(), uncovered_districts())


def visits_since(first: date) -> dict[int, set[date]]:
    """Return for each area the days on which a patrol ticked off a place there or wrote something with a position."""
    found: dict[int, set[date]] = defaultdict(set)
    begins, borders = clock.start_of_day(first), locator()
    steps = PatrolStep.objects.filter(kind=StepKind.PLACE, done_at__gte=begins, area__isnull=False)
    for area, at in steps.values_list("area", "done_at"):
        if area and at:
            found[area].add(clock.local(at).date())
    seen = Observation.objects.filter(observed_at__gte=begins, latitude__isnull=False)
    for lon, lat, at in seen.values_list("longitude", "latitude", "observed_at"):
        pk = borders.area_id_at(lon or 0.0, lat or 0.0)
        if pk is not None:
            found[pk].add(clock.local(at).date())
    return found


def last_visits() -> dict[int, date]:
    """Return for each area the last day that a patrol was there, however long ago."""
    steps = PatrolStep.objects.filter(kind=StepKind.PLACE, done_at__isnull=False, area__isnull=False).order_by()
    moments: dict[int, datetime] = dict(steps.values_list("area").annotate(at=Max("done_at")))
    seen, borders = Observation.objects.filter(latitude__isnull=False).order_by(), locator()
    for lon, lat, at in seen.values_list("longitude", "latitude").annotate(at=Max("observed_at")):
        pk = borders.area_id_at(lon or 0.0, lat or 0.0)
        if pk is not None:
            moments[pk] = max(at, moments.get(pk, at))
    return {pk: clock.local(at).date() for pk, at in moments.items()}


def _line(area: Area, days: set[date], last_on: date | None) -> AreaLine:
    return AreaLine(area.name, area.district.name, last_on, len(days), _is_recent(last_on))


def _is_recent(last_on: date | None) -> bool:
    return last_on is not None and clock.today() - last_on <= RECENTLY


def _urgency(line: AreaLine) -> tuple[date, str]:
    return line.last_on or date.min, line.name


def _map(areas: list[Area], last: dict[int, date]) -> Drawing | None:
    """Draw every area as a mark: a triangle where nobody has been for long, a ring where somebody has."""
    whole = Municipality.objects.filter(boundary__isnull=False).first()
    if whole is None or whole.boundary is None:
        return None
    points = []
    for area in areas:
        if area.boundary:
            middle = shape(area.boundary).representative_point()
            mark = "ring" if _is_recent(last.get(area.pk)) else "triangle"
            points.append(MapPoint(middle.x, middle.y, mark))
    districts = District.objects.filter(boundary__isnull=False).values_list("name", "boundary")
    drawn = [(name, border) for name, border in districts if border]
    return map_sketch(whole.boundary, drawn, points, _("Areas that patrols have been in"), name="")
