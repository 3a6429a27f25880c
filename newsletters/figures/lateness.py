"""Which dates of the plan an issue has missed: text, approval, sending; and what stands still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from common import clock
from newsletters.lifecycle import NOT_YET_SENT, IssueStatus
from newsletters.models import OVERDUE_ASKS_AFTER, Alarm, Issue

SENDING_GRACE = timedelta(minutes=15)
STALLED_AFTER = timedelta(hours=4)
WITHOUT_TEXT = (IssueStatus.PLANNED, IssueStatus.DRAFT)
WITHOUT_APPROVAL = (*WITHOUT_TEXT, IssueStatus.REVIEW)


@dataclass(frozen=True)
class Missed:
    """One missed date: what, since when, and when the next in line are told too."""

    kind: str
    due: datetime

    @property
    def escalates_at(self) -> datetime:
        """A working day after."""
        return clock.add_working_hours(self.due, 9)

    @property
    def step(self) -> int:
        """Return 1, or 2 when those next in line are to be told."""
        return 2 if clock.now() >= self.escalates_at else 1


def _end(day: date) -> datetime:
    return clock.start_of_day(day + timedelta(days=1))


def missed(issue: Issue) -> list[Missed]:
    """Return every date an issue has missed and not made good, oldest first."""
    kinds = Alarm.Kind
    found = []
    if issue.status in WITHOUT_TEXT:
        found.append(Missed(kinds.TEXT, _end(issue.text_due_on)))
    if issue.status in WITHOUT_APPROVAL:
        found.append(Missed(kinds.APPROVAL, _end(issue.approve_due_on)))
    if issue.status in NOT_YET_SENT:
        found.append(Missed(kinds.SENDING, issue.send_at + SENDING_GRACE))
    if issue.status == IssueStatus.SCHEDULED:
        found.append(Missed(kinds.OVERDUE, issue.send_at + OVERDUE_ASKS_AFTER))
    if issue.status in (IssueStatus.SENDING, IssueStatus.PAUSED):
        found.append(Missed(kinds.STALLED, issue.send_at + STALLED_AFTER))
    return [date_ for date_ in found if date_.due <= clock.now()]
