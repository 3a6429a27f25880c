"""How much stands in the queue, and how much came in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from common import clock
from incidents.models import Report, ReportEvent


@dataclass(frozen=True)
class QueueCounts:
    """How many reports stand in each heap of the queue."""

    to_decide: int
    late: int
    due_today: int
    waiting: int
    open: int
    with_reply: int


def queue_counts(reports: QuerySet[Report]) -> QueueCounts:
    """Count the heaps of a queue that has been limited to what its reader may see."""
    now = clock.now()
    midnight = clock.start_of_day(clock.today() + timedelta(days=1))
    row = reports.filter(closed_at__isnull=True).aggregate(
        to_decide=Count("pk", filter=Q(status="received")),
        late=Count("pk", filter=Q(due_at__lt=now)),
        due_today=Count("pk", filter=Q(due_at__gte=now, due_at__lt=midnight)),
        waiting=Count("pk", filter=Q(status__in=("waiting", "passed_on"))),
        open=Count("pk"),
    )
    with_reply = reports.filter(reply_waits_since__isnull=False).count()
    return QueueCounts(**row, with_reply=with_reply)


# What lets a report wait for a person: not only its reporter writes.
_CAME_IN = (
    ReportEvent.Kind.REPLIED,
    ReportEvent.Kind.COMMENTED,
    ReportEvent.Kind.DOUBTED,
    ReportEvent.Kind.FORWARDING_ANSWERED,
    ReportEvent.Kind.FORWARDING_FAILED,
)


def came_in(reports: Iterable[Report]) -> dict[int, str]:
    """Return in words what came in last of each report, by key."""
    events = ReportEvent.objects.filter(report__in=reports, kind__in=_CAME_IN).order_by("at", "pk")
    return {event.report_id: event.get_kind_display() for event in events}


def weekly_counts(reports: QuerySet[Report], weeks: int = 4) -> list[tuple[date, int]]:
    """Return (Monday, count) for the last weeks, this one last."""
    monday = clock.today() - timedelta(days=clock.today().weekday())
    mondays = [monday - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    counts = reports.aggregate(
        **{
            f"w{i}": Count(
                "pk",
                filter=Q(
                    received_at__gte=clock.start_of_day(first),
                    received_at__lt=clock.start_of_day(first + timedelta(weeks=1)),
                ),
            )
            for i, first in enumerate(mondays)
        }
    )
    return [(first, counts[f"w{i}"]) for i, first in enumerate(mondays)]
