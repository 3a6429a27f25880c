"""Figures of the reader's own place: what the letter says depends on where the reader lives, and on small numbers.

Each source counts for every place at once, before the first letter is frozen. What others have counted is never added
to what residents report: it stands in tables of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Protocol

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.figures import DeliveredLine, ReleasedSum, letter_areas, letter_counts, letter_period, letter_sums
from neighbourhoods.models import Area, District


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
    """Figures with what they are about and where they come from; `told` says why they are another place's."""

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


class Reports:
    """Residents' reports, of published months only: a letter says no more than the public statistics.

    Of an area its own sum is published, where no small number could point somebody out; kinds are published by
    district. So an area's readers get both, or the district's alone and are told why.
    """

    def __init__(self) -> None:
        self._rows: dict[int | None, list[StatisticsRow]] = {}

    @cached_property
    def _period(self) -> tuple[date, date] | None:
        return letter_period()

    @cached_property
    def _areas(self) -> dict[int, ReleasedSum]:
        return letter_areas()

    def statistics(self, place: Place) -> list[Statistics]:
        """Return the reports of a place: an area's own sum, and the kinds of its district or of the municipality."""
        own = self._areas.get(place.area.pk) if place.area else None
        kinds = self._kinds(place.around)
        if place.area is None:
            return [kinds]
        name = str(place.around or settings.MUNICIPALITY)
        if own is None or own.now is None:
            first, told = _("You see figures for all of %(place)s."), _why_the_district(is_left_out=own is not None)
            return [replace(kinds, told_first=first % {"place": name}, told=told)]
        first = _("Each kind for all of %(place)s.") % {"place": name}
        told = _("Kinds are published for districts, not for single areas.")
        return [self._own(place.area, own.now, own.before), replace(kinds, told_first=first, told=told)]

    def _own(self, area: Area, now: int, before: int | None) -> Statistics:
        rows = statistics_rows([(_("All kinds together"), now, before)])
        return Statistics(self._caption(str(area)), rows, _("Source: residents' reports, published and final."))

    def _kinds(self, around: District | None) -> Statistics:
        key = around.pk if around else None
        if key not in self._rows:
            sums = letter_sums(around)
            self._rows[key] = statistics_rows([(one.label, one.now or 0, one.before or 0) for one in sums])
        return Statistics(
            caption=self._caption(str(around or settings.MUNICIPALITY)),
            rows=self._rows[key],
            source=_(
                "Source: residents' reports to the municipality, published and final. "
                "Kinds with few reports are left out. Fewer reports can mean fewer events, or that fewer people report."
            ),
        )

    def _caption(self, place: str) -> str:
        first, last = (date_format(day, "F Y") for day in self._period) if self._period else ("–", "–")
        words = _("Reports in %(place)s, %(first)s – %(last)s, and the same months a year earlier.")
        return words % {"place": place, "first": first, "last": last}


def _why_the_district(*, is_left_out: bool) -> str:
    """Say why an area's own sum is not there; it may be left out to hide another's, so nothing is said of its size."""
    if is_left_out:
        return _("Your area's own number is left out: small numbers can point somebody out.")
    return _("Your area's own number is not published for all of these months.")


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
    caption = _("Counted by %(source)s in %(place)s, %(period)s, and the same period a year earlier.")
    told = _("Source: %(source)s, final.") if is_final else _("Source: %(source)s, preliminary.")
    words = {"source": source, "place": where, "period": period}
    return Statistics(caption % words, statistics_rows(rows), told % words)


SOURCES: tuple[Callable[[], Source], ...] = (Reports, FromOthers)
