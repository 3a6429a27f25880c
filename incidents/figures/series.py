"""Series and comparisons of counts. `common.small_numbers` decides about small ones; examples count like the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear

from common import clock
from common.small_numbers import area_or_district
from incidents.models import Category, Report
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
    """Twelve months of a year with last year's beside. Months to come are None.

    `partial` is the month under way: there both years count the days up to today only.
    """

    year: int
    this_year: list[int | None]
    last_year: list[int]
    partial: int | None
    until: date

    def totals_to_date(self) -> tuple[int, int]:
        """Return the sums of this year so far and of the same days last year."""
        done = [i for i, count in enumerate(self.this_year) if count is not None]
        return sum(self.this_year[i] or 0 for i in done), sum(self.last_year[i] for i in done)


def month_counts(scope: Scope, years: Iterable[int]) -> dict[int, list[int]]:
    """Return twelve counts for each year, by the day the report came in, in one query.

    The month under way counts the same days in every year.
    """
    wanted = sorted(set(years))
    today = clock.today()
    later_days = Q(received_at__month=today.month, received_at__day__gt=today.day)
    series = {year: [0] * MONTHS for year in wanted}
    rows = (
        scope.reports()
        .filter(received_at__gte=_new_year(wanted[0]), received_at__lt=_new_year(wanted[-1] + 1))
        .exclude(later_days if today.year in wanted else Q(pk__in=[]))
        .values(year=ExtractYear("received_at"), month=ExtractMonth("received_at"))
        .annotate(count=Count("pk"))
        .order_by()
    )
    for row in rows:
        if row["year"] in series:
            series[row["year"]][row["month"] - 1] = row["count"]
    return series


def _new_year(year: int) -> datetime:
    return clock.start_of_day(date(year, 1, 1))


def year_on_year(scope: Scope | None = None, *, year: int | None = None) -> YearOnYear:
    """Return a year's months beside last year's."""
    today = clock.today()
    wanted = year or today.year
    return _compare(month_counts(scope or Scope(), [wanted - 1, wanted]), wanted, today)


def _compare(series: dict[int, list[int]], year: int, today: date) -> YearOnYear:
    known = today.month if year == today.year else MONTHS
    this: list[int | None] = [count if i < known else None for i, count in enumerate(series[year])]
    return YearOnYear(year, this, series[year - 1], today.month if year == today.year else None, today)


@dataclass(frozen=True)
class Trend:
    """A year on year series that may be shown for an area; `is_district` says that it is the district's."""

    series: YearOnYear
    is_district: bool


def area_trend(area: Area, *, year: int | None = None) -> Trend:
    """Return the area's series, or its district's where the area's numbers are small."""
    wanted = year or clock.today().year
    years = [wanted - 1, wanted]
    own = month_counts(Scope(area=area), years)
    around = month_counts(Scope(district=area.district), years)
    shown, is_district = area_or_district(own[wanted - 1] + own[wanted], around[wanted - 1] + around[wanted])
    series = {wanted - 1: shown[:MONTHS], wanted: shown[MONTHS:]}
    return Trend(_compare(series, wanted, clock.today()), is_district)


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


def by_category(since: date, until: date, *, district: District | None = None) -> list[Comparison]:
    """Return every category's count in a period beside last year's same days, in the categories' order."""
    now, then = _periods(since, until)
    counted = (
        Scope(district=district)
        .reports()
        .filter(now | then)
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
