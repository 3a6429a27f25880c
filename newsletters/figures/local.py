"""Figures of the reader's own place: what the letter says depends on where the reader lives, and on small numbers.

Each source counts for every place at once, before the first letter is frozen. What others have counted is never added
to what residents report: it stands in tables of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.figures import DeliveredLine, letter_counts, letter_period, letter_sums
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


class Reports:
    """Residents' reports, of published months only: a letter says no more than the public statistics.

    Single areas are not published, so an agent gets the district's figures and is told why.
    """

    def __init__(self) -> None:
        self._rows: dict[int | None, list[StatisticsRow]] = {}

    def statistics(self, place: Place) -> list[Statistics]:
        """Return the reports of a place's district, or of the whole municipality."""
        around = place.around
        key = around.pk if around else None
        if key not in self._rows:
            sums = letter_sums(around)
            self._rows[key] = statistics_rows([(one.label, one.now or 0, one.before or 0) for one in sums])
        name = str(around or settings.MUNICIPALITY)
        period = letter_period()
        first, last = (date_format(day, "F Y") for day in period) if period else ("–", "–")
        words = _("Reports in %(place)s, %(first)s – %(last)s, and the same months a year earlier.")
        reported = Statistics(
            caption=words % {"place": name, "first": first, "last": last},
            rows=self._rows[key],
            source=_(
                "Source: residents' reports to the municipality, published and final. "
                "Kinds with few reports are left out. Fewer reports can mean fewer events, or that fewer people report."
            ),
            told_first=_("You see figures for all of %(place)s.") % {"place": name} if place.area else "",
            told=_why_the_district(place.area) if place.area else "",
        )
        return [reported]


def _why_the_district(area: Area) -> str:
    households = area.households
    few = _("So small numbers can point somebody out, so we don't show them.")
    if not households:
        return few
    words = ngettext("Your area has %(count)d household.", "Your area has %(count)d households.", households) % {
        "count": households
    }
    return f"{words} {few}"


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
