"""What of a month's counts may be published: kinds by district with all totals, and areas without their kinds.

Kinds that are published one by one are shown whole. Of the rest, small counts are left out, and as many others as it
takes to keep them from being worked out (`common.disclosure`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from common import clock
from common.disclosure import Arc, hidden_in
from incidents.models import Category, Report
from neighbourhoods.models import Area, District

OUTSIDE = 0  # the key of what lies in no district
ALL = None
_SOURCE, _SINK = "source", "sink"


@dataclass(frozen=True, order=True)
class Cell:
    """Which count: of a kind or all, in a district (0: in none) or everywhere, or in an area."""

    category: int | None = ALL
    district: int | None = ALL
    area: int | None = ALL


@dataclass(frozen=True)
class Month:
    """A month's true counts: by (kind, district), and by area. Never published as they are."""

    kinds: dict[tuple[int, int], int]
    areas: dict[tuple[int, int], int]


def first_of_next(month: date) -> date:
    """Return the first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def count_month(month: date) -> Month:
    """Count a month's reports, in two queries. A report found to be the same as another is not counted."""
    reports = Report.objects.filter(
        received_at__gte=clock.start_of_day(month),
        received_at__lt=clock.start_of_day(first_of_next(month)),
        merged_into=None,
    )
    by_kind = reports.values_list("category", "district").annotate(n=Count("pk")).order_by()
    of_areas = reports.filter(area__district=F("district"))
    by_area = of_areas.values_list("district", "area").annotate(n=Count("pk")).order_by()
    return Month(
        {(kind, district or OUTSIDE): n for kind, district, n in by_kind},
        {(district, area): n for district, area, n in by_area},
    )


def published(month: date) -> dict[Cell, int | None]:
    """Return every count of a month as it may be published; None is left out."""
    kinds = dict(Category.objects.values_list("pk", "publishing"))
    areas = {(district, area): 0 for area, district in Area.objects.values_list("pk", "district_id") if district}
    places = [*District.objects.values_list("pk", flat=True), OUTSIDE]
    counted = count_month(month)
    held = Month(
        {(kind, place): counted.kinds.get((kind, place), 0) for kind in kinds for place in places},
        areas | counted.areas,
    )
    single = {pk for pk, publishing in kinds.items() if publishing == Category.Publishing.SINGLE}
    arcs = list(arcs_of(held, single))
    hidden = hidden_in(arcs)
    told = (arc for arc in arcs if not arc.never_told)
    return {arc.name: None if arc.name in hidden else arc.count for arc in told if isinstance(arc.name, Cell)}


def arcs_of(month: Month, single: set[int]) -> Iterator[Arc]:
    """Return a month as a table of `common.disclosure`; what lies in no area is in the sums, but is not published."""
    rows, columns, in_areas = Counter[int](), Counter[int](), Counter[int]()
    for (kind, place), count in month.kinds.items():
        rows[kind] += count
        columns[place] += count
        yield Arc(Cell(kind, place), ("kind", kind), ("place", place), count, 0, may_hide=kind not in single)
    for (district, area), count in month.areas.items():
        in_areas[district] += count
        yield Arc(Cell(area=area), ("total", district), _SINK, count, 1)
    for kind, count in rows.items():
        yield Arc(Cell(kind), _SOURCE, ("kind", kind), count, 2, may_hide=kind not in single)
    for place, count in columns.items():
        yield Arc(Cell(district=place), ("place", place), ("total", place), count, 2)
        yield Arc(("rest", place), ("total", place), _SINK, count - in_areas[place], 9, False, True)
    yield Arc(Cell(), _SINK, _SOURCE, sum(rows.values()), 3)
