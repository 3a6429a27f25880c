"""Counts for every place at once: one question to the database however many areas are asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from incidents.figures.series import Comparison, periods
from incidents.models import Category, Report
from neighbourhoods.models import Area, District

Pair = tuple[int, int]
Counts = dict[int, Pair]


@dataclass(frozen=True)
class PlaceCounts:
    """Reports by kind in a period beside last year's same days, for each area, each district and all together.

    A report found to be the same as another is not counted: its matter is counted once.
    """

    categories: Mapping[int, Category]
    areas: Mapping[int, Counts]
    districts: Mapping[int, Counts]
    everywhere: Counts

    def of(self, *, area: Area | None = None, district: District | None = None) -> list[Comparison]:
        """Return a place's counts in the order of the kinds, those without any report left out."""
        if area is not None:
            found = self.areas.get(area.pk, {})
        else:
            found = self.districts.get(district.pk, {}) if district else self.everywhere
        shown = ((self.categories[key], found[key]) for key in self.categories if key in found)
        return [Comparison(kind.code, str(kind), *counts) for kind, counts in shown]


def by_place(since: date, until: date) -> PlaceCounts:
    """Count reports by kind and place, `until` being the last day counted, in two queries."""
    now, then = periods(since, until)
    rows = (
        Report.objects.filter(now | then, merged_into=None)
        .values_list("area", "district", "category")
        .annotate(this=Count("pk", filter=now), last=Count("pk", filter=then))
        .order_by()
    )
    areas: dict[int, Counts] = defaultdict(dict)
    districts: dict[int, Counts] = defaultdict(dict)
    everywhere: Counts = {}
    for area, district, kind, this, last in rows:
        for counts in (areas[area] if area else {}, districts[district] if district else {}, everywhere):
            held = counts.get(kind, (0, 0))
            counts[kind] = held[0] + this, held[1] + last
    kinds = {kind.pk: kind for kind in Category.objects.all()}
    return PlaceCounts(kinds, areas, districts, everywhere)
