"""What became of an issue after it left: counts of deliveries and visits, and nothing about who read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Sum

from common import clock
from neighbourhoods.models import CircleNote
from newsletters.models import Issue
from post.figures import Progress, after_mailing, progress

LEFT_WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class Outcome:
    """An issue's figures. `left` are those who left its letter in the two weeks after, for whatever reason."""

    progress: Progress
    left: int
    complaints: int
    visits: int
    visits_by_day: list[tuple[str, int]]
    passed_on: int


def outcome(issue: Issue) -> Outcome | None:
    """Return what became of an issue, or None if it has not left."""
    if issue.mailing is None:
        return None
    begun = issue.mailing.started_at or issue.send_at
    left, complaints = after_mailing(issue.mailing, until=min(begun + LEFT_WITHIN, clock.now()))
    days = list(issue.visits.order_by("day").values_list("day", "times"))
    return Outcome(
        progress=progress(issue.mailing),
        left=left,
        complaints=complaints,
        visits=issue.visits.aggregate(sum=Sum("times", default=0))["sum"],
        visits_by_day=[(day.isoformat(), times) for day, times in days],
        passed_on=CircleNote.objects.filter(letter=f"letter:{issue.pk}").count(),
    )
