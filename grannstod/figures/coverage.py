"""Which areas patrols have been in, and when: the ones not visited longest come first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

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
    """One area: when a patrol was last there, and on how many days of the last half year."""

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
    visits = visits_since(months[0])
    areas = list(Area.objects.open().select_related("district").defer("district__boundary"))
    lines = sorted((_line(area, visits.get(area.pk, set())) for area in areas), key=_urgency)
    shown = {area.pk for area in areas}
    counts = [
        (first, sum(any(day.replace(day=1) == first for day in days) for pk, days in visits.items() if pk in shown))
        for first in months
    ]
    return Coverage(lines, counts, _map(areas, visits), unrouted_districts(), uncovered_districts())


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


def _line(area: Area, days: set[date]) -> AreaLine:
    last_on = max(days, default=None)
    is_recent = last_on is not None and clock.today() - last_on <= RECENTLY
    return AreaLine(area.name, area.district.name, last_on, len(days), is_recent)


def _urgency(line: AreaLine) -> tuple[date, str]:
    return line.last_on or date.min, line.name


def _map(areas: list[Area], visits: dict[int, set[date]]) -> Drawing | None:
    """Draw every area as a mark: a triangle where nobody has been for long, a ring where somebody has."""
    whole = Municipality.objects.filter(boundary__isnull=False).first()
    if whole is None or whole.boundary is None:
        return None
    points = []
    for area in areas:
        if area.boundary:
            middle = shape(area.boundary).representative_point()
            mark = "ring" if _line(area, visits.get(area.pk, set())).is_recent else "triangle"
            points.append(MapPoint(middle.x, middle.y, mark))
    districts = District.objects.filter(boundary__isnull=False).values_list("name", "boundary")
    drawn = [(name, border) for name, border in districts if border]
    return map_sketch(whole.boundary, drawn, points, _("Areas that patrols have been in"), name="")
