"""What became of what patrols saw: where each report stands, and the words that were answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q

from common import clock
from grannstod.models import Observation, Patrol
from grannstod.querysets import ObservationQuerySet
from incidents.lifecycle import Reason
from incidents.models import ReportEvent, ReportNote

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

# How long what came back stands on a volunteer's own page.
RECENTLY = timedelta(days=60)
SHOWN = 5
_SAID = ReportNote.objects.filter(audience=ReportNote.Audience.REPORTER).order_by("at", "pk")
_MOVES = ReportEvent.objects.filter(kind=ReportEvent.Kind.MOVED).order_by("at", "pk")


@dataclass(frozen=True)
class LogLine:
    """One observation with what became of it and what was answered; both are empty for what stays in the log."""

    seen: Observation
    is_open: bool = False
    answers: tuple[str, ...] = ()
    reason: str = ""

    @property
    def became(self) -> str:
        """Say in the reader's language where the report stands, and why."""
        report = self.seen.report
        if report is None:
            return ""
        words = [report.get_status_display(), Reason(self.reason).label if self.reason else ""]
        return f"{report.number}: " + ", ".join(str(said) for said in words if said)


def log(user: User | AnonymousUser, patrol: Patrol) -> list[LogLine]:
    """Return what a patrol has written, oldest first, with what became of it."""
    return lines(Observation.objects.visible_to(user).filter(patrol=patrol).order_by("observed_at", "pk"))


def came_back(user: User) -> list[LogLine]:
    """Return what a person's own patrols saw of late that has been answered or closed, the latest first."""
    own = Observation.objects.visible_to(user).filter(patrol__shift__crew__volunteer__user=user)
    answered = Q(report__closed_at__isnull=False) | Exists(_SAID.filter(report=OuterRef("report")))
    recent = own.filter(answered, observed_at__gte=clock.now() - RECENTLY)
    return lines(recent.order_by("-observed_at", "-pk"))[:SHOWN]


def lines(observations: ObservationQuerySet) -> list[LogLine]:
    """Read observations with what became of them: the same few queries however many."""
    told = (Prefetch("report__notes", _SAID, to_attr="said"), Prefetch("report__events", _MOVES, to_attr="moves"))
    return [_line(one) for one in observations.select_related("category", "report").prefetch_related(*told)]


def _line(seen: Observation) -> LogLine:
    report = seen.report
    if report is None:
        return LogLine(seen)
    said: Sequence[ReportNote] = vars(report)["said"]
    moves: Sequence[ReportEvent] = vars(report)["moves"]
    return LogLine(seen, report.is_open, tuple(note.text for note in said), moves[-1].reason if moves else "")
