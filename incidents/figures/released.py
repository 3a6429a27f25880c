"""Reading what has been published. Page, open data, letters and papers all read from here, so none tells more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from incidents.figures.releasing import first_of_next
from incidents.models import Category, Release, ReleasedCount
from neighbourhoods.models import Area, District

LETTER_MONTHS = 3
NOWHERE = "none"


@dataclass(frozen=True)
class ReleasedTable:
    """A published month: a line a kind with its counts by place, the municipality's last; None is left out."""

    month: date
    places: list[str]
    slugs: list[str]  # of the places; "none" is what is in no district, "" is everywhere
    lines: list[tuple[Category, list[int | None]]]
    total: list[int | None]


def months() -> list[date]:
    """Return the published months, the latest first."""
    return list(Release.objects.values_list("month", flat=True))


def released_table(month: date) -> ReleasedTable:
    """Return a published month's table, kinds that nobody reported left out."""
    rows = ReleasedCount.objects.filter(release__month=month, area=None)
    held = {(row.category_id, row.district_id, row.is_outside): row.count for row in rows}
    districts = list(District.objects.only("name", "slug").order_by("name"))
    keys: list[tuple[int | None, bool]] = [*((one.pk, False) for one in districts), (None, True), (None, False)]
    names = [*(one.name for one in districts), _("In no district"), str(settings.MUNICIPALITY)]

    def line(kind: int | None) -> list[int | None]:
        return [held.get((kind, *key), 0) for key in keys]

    lines = [(kind, line(kind.pk)) for kind in Category.objects.all()]
    slugs = [*(one.slug for one in districts), NOWHERE, ""]
    return ReleasedTable(month, names, slugs, [one for one in lines if any(n != 0 for n in one[1])], line(None))


@dataclass(frozen=True)
class ReleasedSum:
    """A kind's published months added up, beside the same months a year before; None where one of them is left out."""

    label: str
    now: int | None
    before: int | None


def released_sums(last: date, months: int, district: District | None = None) -> list[ReleasedSum]:
    """Add up what is published of so many months up to and including one, kind by kind: nothing else is known here."""
    wanted, earlier = _span(last, months), _span(last, months, years_back=1)
    rows = ReleasedCount.objects.filter(
        release__month__in=[*wanted, *earlier], area=None, district=district, is_outside=False, category__isnull=False
    )
    held: dict[int | None, dict[date, int | None]] = defaultdict(dict)
    for row, month in _with_months(rows):
        held[row.category_id][month] = row.count
    sums = [
        ReleasedSum(str(kind), _added(held[kind.pk], wanted), _added(held[kind.pk], earlier))
        for kind in Category.objects.all()
    ]
    return [one for one in sums if one.now or one.before or one.now is None]


def are_published(last: date, months: int, *, years_back: int = 0) -> bool:
    """Tell whether so many months up to and including one, or those of years before, have been published."""
    span = _span(last, months, years_back=years_back)
    return Release.objects.filter(month__in=span).count() == months


def _span(last: date, months: int, *, years_back: int = 0) -> list[date]:
    return [_back(last, number + 12 * years_back) for number in range(months)]


def _with_months(rows: object) -> Iterator[tuple[ReleasedCount, date]]:
    for row in rows.select_related("release"):  # type: ignore[attr-defined]
        yield row, row.release.month


def _back(month: date, number: int) -> date:
    year, index = divmod(month.year * 12 + month.month - 1 - number, 12)
    return date(year, index + 1, 1)


def released_series(
    year: int, *, district: District | None = None, area: Area | None = None
) -> list[int | None] | None:
    """Return a place's published months of a year, all kinds together; months not published are None.

    Returns None if any published month is left out.
    """
    rows = ReleasedCount.objects.filter(
        release__month__year=year, category=None, district=district, area=area, is_outside=False
    )
    held = {month.month: row.count for row, month in _with_months(rows)}
    return None if None in held.values() else [held.get(month) for month in range(1, 13)]


def letter_period() -> tuple[date, date] | None:
    """Return the first and last day of the published months that letters tell of, or None before there are any."""
    last = Release.objects.values_list("month", flat=True).first()
    if last is None:
        return None
    return _back(last, LETTER_MONTHS - 1), first_of_next(last) - timedelta(days=1)


def letter_areas() -> dict[int, ReleasedSum]:
    """Return what is published of each area, all kinds together, in the months letters tell of: one question for all.

    An area that was not there in all of these months has no sum; of one with a month that is left out it is None.
    """
    last = Release.objects.values_list("month", flat=True).first()
    if last is None:
        return {}
    wanted, earlier = _span(last, LETTER_MONTHS), _span(last, LETTER_MONTHS, years_back=1)
    held: dict[int, dict[date, int | None]] = defaultdict(dict)
    rows = ReleasedCount.objects.filter(release__month__in=[*wanted, *earlier], area__isnull=False)
    for area, month, count in rows.values_list("area", "release__month", "count"):
        held[area][month] = count
    there = {area: of for area, of in held.items() if of.keys() >= set(wanted)}
    return {area: ReleasedSum("", _added(of, wanted), _added(of, earlier)) for area, of in there.items()}


def _added(counts: dict[date, int | None], span: list[date]) -> int | None:
    told = [counts.get(month) for month in span]
    return None if None in told else sum(count or 0 for count in told)


def letter_sums(district: District | None) -> list[ReleasedSum]:
    """Return the kinds that a letter to a district's readers, or to all, may tell of: both periods are published."""
    last = Release.objects.values_list("month", flat=True).first()
    sums = [] if last is None else released_sums(last, LETTER_MONTHS, district)
    return [one for one in sums if one.now is not None and one.before is not None]
