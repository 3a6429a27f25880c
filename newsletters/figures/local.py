"""Figures of the reader's own place: what the letter says depends on where the reader lives, and on small numbers.

Each source counts for every place at once, before the first letter is frozen. What others have counted is never added
to what residents report: it stands in tables of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock
from common.small_numbers import area_or_district
from incidents.figures import Comparison, DeliveredLine, PlaceCounts, by_place, letter_counts
from neighbourhoods.models import Area, District

STATISTICS_DAYS = 90


@dataclass(frozen=True)
class Place:
    """Where a reader's figures are from: an area, a district, or the whole municipality."""

    area: Area | None = None
    district: District | None = None

    @property
    def variant(self) -> str:
        """The key of this place's letter in a mail-out."""
        if self.area is not None:
            return f"area-{self.area.pk}"
        return self.district.slug if self.district else ""

    @property
    def around(self) -> District | None:
        """The district that the place is or lies in."""
        return self.area.district if self.area is not None else self.district

    def __str__(self) -> str:
        return str(self.area or self.district or settings.MUNICIPALITY)


@dataclass(frozen=True)
class StatisticsRow:
    """One kind: this period and the same period last year; shares are of the longest bar, 0-100."""

    label: str
    now: int
    before: int | None
    now_share: int
    before_share: int


@dataclass(frozen=True)
class Statistics:
    """Figures with what they are about and where they come from; `told` says why they are not the area's own."""

    caption: str
    rows: list[StatisticsRow]
    source: str
    told_first: str = ""
    told: str = ""


class Source(Protocol):
    """Figures from one source, counted already, ready to be asked for any place."""

    def statistics(self, place: Place) -> list[Statistics]:
        """Return what may be shown of a place in the active language."""


def statistics_rows(counts: Sequence[tuple[str, int, int | None]]) -> list[StatisticsRow]:
    """Return (label, now, before) counts as rows with the shares their bars need."""
    longest = max([1, *(max(now, before or 0) for _label, now, before in counts)])
    return [
        StatisticsRow(label, now, before, round(100 * now / longest), round(100 * (before or 0) / longest))
        for label, now, before in counts
    ]


@dataclass(frozen=True)
class Reports:
    """Residents' reports to the municipality. Preliminary: what is joined or moved later changes them."""

    counts: PlaceCounts
    until: date

    def statistics(self, place: Place) -> list[Statistics]:
        """Return an area's reports, or its district's where the area's are too few to be shown."""
        shown, is_district = self._shown(place)
        name = place.around.name if is_district and place.around else str(place)
        words = _("Reports in %(place)s during the last three months. Thick bar: this year. Thin bar: last year.")
        reported = Statistics(
            caption=words % {"place": name},
            rows=statistics_rows([(kind.label, kind.this_year, kind.last_year) for kind in shown]),
            source=self._source(),
            told_first=_("You see figures for all of %(place)s.") % {"place": name} if is_district else "",
            told=_why_the_district(place.area) if is_district and place.area else "",
        )
        return [reported]

    def _shown(self, place: Place) -> tuple[list[Comparison], bool]:
        around = self.counts.of(district=place.around)
        if place.area is None:
            return around, False
        own = self.counts.of(area=place.area)
        _counts, is_district = area_or_district(_numbers(own), _numbers(around))
        return (around if is_district else own), is_district

    def _source(self) -> str:
        words = _(
            "Source: residents' reports to the municipality, preliminary, %(day)s. "
            "Fewer reports can mean fewer events, or that fewer people report."
        )
        return words % {"day": date_format(self.until, "DATE_FORMAT")}


def _numbers(kinds: list[Comparison]) -> list[int]:
    return [count for kind in kinds for count in (kind.this_year, kind.last_year)]


def _why_the_district(area: Area) -> str:
    households = area.households
    few = _("So small numbers can point somebody out, so we don't show them.")
    if not households:
        return few
    words = ngettext("Your area has %(count)d household.", "Your area has %(count)d households.", households) % {
        "count": households
    }
    return f"{words} {few}"


def reports() -> Reports:
    """Count the reports of the last three months for every place."""
    until = clock.today()
    return Reports(by_place(until - timedelta(days=STATISTICS_DAYS - 1), until), until)


class FromOthers:
    """What others have counted: each source and period by itself, of a district or of the whole municipality."""

    def __init__(self) -> None:
        self._lines: dict[int | None, list[DeliveredLine]] = {}

    def statistics(self, place: Place) -> list[Statistics]:
        """Return a table for each source, period and status."""
        key = place.around.pk if place.around else None
        if key not in self._lines:
            self._lines[key] = letter_counts(place.around)
        tables: dict[tuple[str, str, str, bool], list[tuple[str, int, int | None]]] = {}
        for line in self._lines[key]:
            count = line.count
            where = str(count.district or settings.MUNICIPALITY)
            rows = tables.setdefault((count.source.name, line.period, where, count.is_final), [])
            rows.append((count.kind, count.number, line.before.number if line.before else None))
        return [_from_others(*of, rows) for of, rows in tables.items()]


def _from_others(
    source: str, period: str, where: str, is_final: bool, rows: list[tuple[str, int, int | None]]
) -> Statistics:
    caption = _("Counted by %(source)s in %(place)s, %(period)s. Thick bar: then. Thin bar: the year before.")
    told = _("Source: %(source)s, final.") if is_final else _("Source: %(source)s, preliminary.")
    words = {"source": source, "place": where, "period": period}
    return Statistics(caption % words, statistics_rows(rows), told % words)


SOURCES: tuple[Callable[[], Source], ...] = (reports, FromOthers)
