"""What anybody may read of reports: released ones, their place coarsened and the day only.

Open311, the Atom feeds and the mail to followers of an area all read from here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from common import clock
from incidents.lifecycle import ReportStatus
from incidents.models import Category, Report, ReportEvent
from incidents.querysets import ReportQuerySet
from neighbourhoods.models import Area

# Degrees: about 220 m north to south and 230 m west to east at Botkyrka's latitude. The middle of the square is told.
LATITUDE_STEP, LONGITUDE_STEP = 0.002, 0.004

A_PAGE = 50
MOST_COUNTED = 1_000  # beyond it a list says "more than": to count a million takes a second
NEWEST = ("-received_at", "-pk")
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


def areas_to_follow() -> QuerySet[Area]:
    """Return the areas of which a report stands in open lists: of others it isn't even told that there is one."""
    return Area.objects.filter(Exists(public_reports().filter(area=OuterRef("pk"))))


@dataclass(frozen=True)
class PublicPage:
    """A page of the open list: how many there are in all, as far as they are counted, and where it goes on."""

    rows: list[PublicReport]
    count: int
    is_more: bool  # than the count
    older: str  # the number of the report after which the next page begins, or nothing
    newer: str  # the number of the report before which the page before ends, or nothing


def public_page(reports: ReportQuerySet, *, after: str = "", before: str = "") -> PublicPage:
    """Return the page of these open reports, newest first, after one or before one; else the first page.

    A page costs as much however deep it lies. The place in the list is a report's number: its hour is nobody's.
    """
    mark = public_reports().filter(number=before or after).values_list("received_at", "pk").first()
    rows = as_public(_newer(reports, *mark))[::-1] if mark and before else []
    if is_between := len(rows) > A_PAGE:
        shown = rows[-A_PAGE:]
    else:  # what is newer fits on the first page
        mark = None if before else mark
        rows = as_public(_older(reports, *mark) if mark else reports.order_by(*NEWEST)[: A_PAGE + 1])
        shown = rows[:A_PAGE]
    if not shown and mark:
        return public_page(reports)
    counted = reports.order_by()[: MOST_COUNTED + 1].count()
    return PublicPage(
        rows=shown,
        count=min(counted, MOST_COUNTED),
        is_more=counted > MOST_COUNTED,
        older=shown[-1].report.number if is_between or len(rows) > A_PAGE else "",
        newer=shown[0].report.number if mark else "",
    )


def _older(reports: ReportQuerySet, at: datetime, pk: int) -> ReportQuerySet:
    older = reports.filter(Q(received_at__lt=at) | Q(pk__lt=pk), received_at__lte=at)
    return older.order_by(*NEWEST)[: A_PAGE + 1]


def _newer(reports: ReportQuerySet, at: datetime, pk: int) -> ReportQuerySet:
    newer = reports.filter(Q(received_at__gt=at) | Q(pk__gt=pk), received_at__gte=at)
    return newer.order_by("received_at", "pk")[: A_PAGE + 1]


def listed_by_kind() -> Counter[int]:
    """Return how many open reports each kind lists, counted up to one more than `MOST_COUNTED`."""
    singles = Category.objects.filter(publishing=Category.Publishing.SINGLE).values_list("pk", flat=True)
    shown = public_reports().order_by().values("category")
    each = [shown.filter(category=kind)[: MOST_COUNTED + 1] for kind in singles]
    first, *others = each or [shown.none()]
    return Counter(row["category"] for row in first.union(*others, all=True))


def as_public(reports: ReportQuerySet) -> list[PublicReport]:
    """Read reports as strangers see them; the same few queries however many."""
    moves = ReportEvent.objects.filter(kind=ReportEvent.Kind.MOVED).order_by("at", "pk")
    shared = ("category", "district", "passed_to")  # few, each read once and not once a row
    rows = reports.select_related(None).prefetch_related(*shared, Prefetch("events", queryset=moves, to_attr="moves"))
    return [_public(report) for report in rows]


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
    state = str(ReportStatus(report.status).label)
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
