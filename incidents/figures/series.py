"""Series and comparisons of counts; examples count like the rest. What is for the public reads what is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from common import clock
from incidents.figures.released import released_series
from incidents.models import Category, Release, Report
from neighbourhoods.models import Area, District

MONTHS = 12


@dataclass(frozen=True)
class Scope:
    """Where and what is counted; everything when nothing is named."""

    categories: tuple[str, ...] = ()
    district: District | None = None
    area: Area | None = None

    def reports(self) -> QuerySet[Report]:
        """Return the reports that are counted."""
        reports = Report.objects.all()
        if self.categories:
            reports = reports.filter(category__code__in=self.categories)
        if self.area is not None:
            return reports.filter(area=self.area)
        return reports if self.district is None else reports.filter(district=self.district)


@dataclass(frozen=True)
class Comparison:
    """A count beside the same days of last year."""

    key: str
    label: str
    this_year: int
    last_year: int

    @property
    def change(self) -> int:
        """The difference; no percentages of small counts."""
        return self.this_year - self.last_year


@dataclass(frozen=True)
class YearOnYear:
    """Twelve months of a year with last year's beside. Months that are not published are None."""

    year: int
    this_year: list[int | None]
    last_year: list[int | None]

    @property
    def is_anything(self) -> bool:
        """Tell whether anything is counted in either year."""
        return any(self.last_year) or any(self.this_year)

    @property
    def until(self) -> date:
        """The first day of the last month published this year."""
        known = [number for number, count in enumerate(self.this_year, start=1) if count is not None]
        return date(self.year, max(known, default=1), 1)

    @property
    def so_far(self) -> tuple[int, int | None]:
        """What the months published this year add up to, and the same months of last year, None if one is lacking."""
        pairs = [(now, then) for now, then in zip(self.this_year, self.last_year, strict=True) if now is not None]
        before = [then for _now, then in pairs if then is not None]
        return sum(now for now, _then in pairs), sum(before) if len(before) == len(pairs) else None


@dataclass(frozen=True)
class Trend:
    """A year on year series that may be shown for an area; `instead` names the larger place whose figures it is."""

    series: YearOnYear
    instead: str = ""


def area_trend(area: Area) -> Trend | None:
    """Return the area's published months, its district's where any of the area's is left out, else everybody's.

    Returns None before anything is published.
    """
    last = Release.objects.values_list("month", flat=True).first()
    if last is None:
        return None
    places: tuple[tuple[str, dict[str, Any]], ...] = (
        ("", {"area": area}), (str(area.district), {"district": area.district}), (str(settings.MUNICIPALITY), {}),
    )  # fmt: skip
    for instead, place in places:
        this, before = (released_series(year, **place) for year in (last.year, last.year - 1))
        if this is not None and before is not None and any(count is not None for count in this):
            return Trend(YearOnYear(last.year, this, before), instead)
    return None


def _periods(since: date, until: date) -> tuple[Q, Q]:
    """Return this period's and last year's same days as filters; `until` is the last day counted."""

    def between(first: date, last: date) -> Q:
        return Q(
            received_at__gte=clock.start_of_day(first), received_at__lt=clock.start_of_day(last + timedelta(days=1))
        )

    return between(since, until), between(year_before(since), year_before(until))


def year_before(day: date) -> date:
    """Return the same day of last year; 28 February for 29 February."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def by_category(reports: QuerySet[Report], since: date, until: date) -> list[Comparison]:
    """Return every category's count in a period beside last year's same days, in the categories' order."""
    now, then = _periods(since, until)
    counted = (
        reports.filter(now | then)
        .values("category")
        .annotate(this=Count("pk", filter=now), last=Count("pk", filter=then))
        .order_by()
    )
    found = {row["category"]: row for row in counted}
    return [
        Comparison(category.code, str(category), *_pair(found.get(category.pk)))
        for category in Category.objects.filter(Q(is_active=True) | Q(pk__in=found))
    ]


def _pair(row: Any) -> tuple[int, int]:
    return (row["this"], row["last"]) if row else (0, 0)


def by_district(since: date, until: date, *, categories: tuple[str, ...] = ()) -> list[Comparison]:
    """Return every district's count in a period beside last year's same days, by name."""
    now, then = _periods(since, until)
    counted = (
        Scope(categories=categories)
        .reports()
        .filter(now | then, district__isnull=False)
        .values("district")
        .annotate(this=Count("pk", filter=now), last=Count("pk", filter=then))
        .order_by()
    )
    found = {row["district"]: row for row in counted}
    return [
        Comparison(district.slug, district.name, *_pair(found.get(district.pk)))
        for district in District.objects.only("slug", "name").order_by("name")
    ]
