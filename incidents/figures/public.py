"""What anybody may read of reports: released ones, their place coarsened and the day only.

Open311, the Atom feeds and the mail to followers of an area all read from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from common import clock
from incidents.models import Report, ReportEvent
from incidents.querysets import ReportQuerySet

# Degrees: about 220 m north to south and 230 m west to east at Botkyrka's latitude. The middle of the square is told.
LATITUDE_STEP, LONGITUDE_STEP = 0.002, 0.004

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class PublicReport:
    """A released report as strangers read it. Position is the middle of a square of some 220 m (WGS84)."""

    report: Report
    words: str
    place: str
    latitude: float | None
    longitude: float | None
    received_on: date
    changed_on: date
    state_words: str

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.report.is_open


def public_reports() -> ReportQuerySet:
    """Return the reports that stand in open lists, one by one."""
    return Report.objects.listed_singly().filter(merged_into=None)


def as_public(reports: ReportQuerySet) -> list[PublicReport]:
    """Read reports as strangers see them; the same few queries however many."""
    moves = ReportEvent.objects.filter(kind=ReportEvent.Kind.MOVED).order_by("at", "pk")
    rows = reports.select_related("category", "district", "area", "passed_to")
    return [_public(report) for report in rows.prefetch_related(Prefetch("events", queryset=moves, to_attr="moves"))]


def coarse(latitude: float, longitude: float) -> tuple[float, float]:
    """Return the middle of the square of the grid that a position lies in (WGS84)."""
    return _middle(latitude, LATITUDE_STEP), _middle(longitude, LONGITUDE_STEP)


def _middle(value: float, step: float) -> float:
    return round((value // step) * step + step / 2, 4)


def _public(report: Report) -> PublicReport:
    moves: Iterable[ReportEvent] = getattr(report, "moves", ())
    last = max(moves, key=lambda move: (move.at, move.pk), default=None)
    changed: datetime = max(filter(None, [report.closed_at, report.released_at, last.at if last else None]))
    position = coarse(report.latitude, report.longitude) if report.latitude and report.longitude else (None, None)
    state = str(report.get_status_display())
    return PublicReport(
        report=report,
        words=report.public_text,
        place=str(report.district or ""),
        latitude=position[0],
        longitude=position[1],
        received_on=clock.local(report.received_at).date(),
        changed_on=clock.local(report.closed_at or changed).date(),
        state_words=f"{state}: {last.get_reason_display()}" if last and last.reason else state,
    )


def printable(text: str) -> str:
    """Return a text without the signs that XML can't hold."""
    return _NOT_IN_XML.sub("", text)
