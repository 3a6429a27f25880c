"""Counts from others, each beside last year's same period. They are never added to reports, nor to one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.small_numbers import is_small
from incidents.figures.series import year_before
from incidents.models import DeliveredCount
from incidents.querysets import DeliveredCountQuerySet
from neighbourhoods.models import District

MOST = 200
_MONTHS_OF_QUARTER, _MONTHS_OF_YEAR = 3, 12


@dataclass(frozen=True)
class DeliveredLine:
    """A count, and the count of last year's same period where that one was delivered too."""

    count: DeliveredCount
    before: DeliveredCount | None

    @property
    def period(self) -> str:
        """The period in words."""
        return period_words(self.count.first, self.count.last)

    @property
    def change(self) -> int | None:
        """The difference: no percentages of small counts."""
        return None if self.before is None else self.count.number - self.before.number


def period_words(first: date, last: date) -> str:
    """Return a period as people say it: a month, a quarter, a year, else its days."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        if months == 1:
            return date_format(first, "F Y")
        if months == _MONTHS_OF_QUARTER and first.month % 3 == 1:
            return _("quarter %(n)d of %(year)d") % {"n": last.month // 3, "year": first.year}
        if months == _MONTHS_OF_YEAR and first.month == 1:
            return str(first.year)
    return f"{date_format(first, 'j F Y')} – {date_format(last, 'j F Y')}"


def last_years(first: date, last: date) -> tuple[date, date]:
    """Return last year's same period; the end of February is its end in every year."""
    return year_before(first), year_before(last + timedelta(days=1)) - timedelta(days=1)


def delivered(counts: DeliveredCountQuerySet, first: date, last: date, *, limit: int = MOST) -> list[DeliveredLine]:
    """Return the counts that stand whose period ends between two days, the latest first."""
    found = counts.standing().filter(last__range=(first, last)).for_list()
    return beside(found.order_by("-last", "source__name", "kind", "pk")[:limit])


def beside(counts: Iterable[DeliveredCount]) -> list[DeliveredLine]:
    """Put last year's same period beside each count, in one query."""
    held = list(counts)
    periods = {last_years(count.first, count.last) for count in held}
    wanted = Q(pk__in=[])
    for first, last in periods:
        wanted |= Q(first=first, last=last)
    earlier = {_key(one, one.first, one.last): one for one in DeliveredCount.objects.standing().filter(wanted)}
    return [DeliveredLine(count, earlier.get(_key(count, *last_years(count.first, count.last)))) for count in held]


def _key(count: DeliveredCount, first: date, last: date) -> tuple[int, str, int | None, int | None, date, date]:
    return (count.source_id, count.kind, count.district_id, count.area_id, first, last)


def letter_counts(district: District | None) -> list[DeliveredLine]:
    """Return what readers of a letter may see: of each source and kind the latest period, never an area's.

    Readers of a district get its count, unless any district's is small: then that of the municipality, if delivered.
    """
    standing = DeliveredCount.objects.standing().filter(area=None).for_list()
    latest: dict[tuple[int, str], list[DeliveredCount]] = {}
    for count in standing.order_by("-last", "first", "pk"):
        group = latest.setdefault((count.source_id, count.kind), [])
        if not group or (group[0].first, group[0].last) == (count.first, count.last):
            group.append(count)
    lines = {line.count.pk: line for line in beside([count for group in latest.values() for count in group])}
    groups = ([lines[count.pk] for count in group] for group in latest.values())
    return [line for group in groups if (line := _for_readers(group, district)) is not None]


def _for_readers(group: list[DeliveredLine], district: District | None) -> DeliveredLine | None:
    districts = [line for line in group if line.count.district_id is not None]
    if district is not None and not any(_holds_small(line) for line in districts):
        own = next((line for line in districts if line.count.district_id == district.pk), None)
        if own is not None:
            return own
    whole = next((line for line in group if line.count.district_id is None), None)
    if whole is None or is_small(whole.count.number):
        return None
    return replace(whole, before=None) if _holds_small(whole) else whole


def _holds_small(line: DeliveredLine) -> bool:
    return is_small(line.count.number) or (line.before is not None and is_small(line.before.number))
