"""The only writers of a status. Each locks the row, checks what was seen, and appends an event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from common.list_runs import LIST_RUN_MOVES, ListRunStatus
from common.moves import require_move
from incidents.lifecycle import CLOSED, FORWARDING_MOVES, MOVES, ForwardingStatus, ReportStatus
from incidents.models import CountList, CountListEvent, Forwarding, Report, ReportEvent, ReportNote


class ChangedMeanwhileError(ValidationError):
    """Somebody else saved first. Code: `changed_meanwhile`; nothing was written."""


def locked(report: Report, *, version: int | None = None) -> Report:
    """Return the row locked until the transaction ends.

    Raises ChangedMeanwhileError if the reader's version is not the one that stands.
    """
    fresh: Report = Report.objects.select_for_update(of=("self",)).select_related("category").get(pk=report.pk)
    if version is not None and fresh.version != version:
        raise ChangedMeanwhileError(
            _("Somebody else saved this report first. Nothing of yours is lost: compare and save again."),
            code="changed_meanwhile",
        )
    return fresh


def touch(report: Report, *fields: str) -> None:
    """Save the named fields of a locked row and count its version up."""
    report.version += 1
    report.save(update_fields=[*fields, "version"])


def record(
    report: Report,
    kind: ReportEvent.Kind,
    *,
    actor: User | None,
    moved: tuple[str, str] = ("", ""),
    reason: str = "",
    note: ReportNote | None = None,
) -> ReportEvent:
    """Append one event: who, from, to, when, reason code."""
    return ReportEvent.objects.create(
        report=report, kind=kind, actor=actor, moved_from=moved[0], moved_to=moved[1], reason=reason, note=note
    )


def record_received(reports: Sequence[Report]) -> None:
    """Append the first event of each report: it has come in."""
    received = {"kind": ReportEvent.Kind.MOVED, "moved_from": "", "moved_to": ReportStatus.RECEIVED}
    ReportEvent.objects.bulk_create(ReportEvent(report=report, **received) for report in reports)


def move(
    report: Report, to: ReportStatus, *, actor: User | None, reason: str = "", note: ReportNote | None = None
) -> ReportEvent:
    """Move a locked report to another state. Raises MoveRefusedError if the table does not allow it."""
    here = ReportStatus(report.status)
    require_move(MOVES, here, to)
    report.status = to
    report.closed_at = clock.now() if to in CLOSED else None
    if to in CLOSED:
        report.plate_sealed = None
    if here in CLOSED:
        report.due_at = report.category.due_at(clock.now())
    if actor is not None:
        report.reply_waits_since = None
    touch(report, "status", "closed_at", "due_at", "reply_waits_since", "plate_sealed")
    return record(report, ReportEvent.Kind.MOVED, actor=actor, moved=(here, to), reason=reason, note=note)


def answer_forwarding(sending: Forwarding, at: datetime) -> None:
    """Note that a destination has answered; a further answer changes nothing of the first one's time."""
    fresh: Forwarding = Forwarding.objects.select_for_update().get(pk=sending.pk)
    if fresh.status == ForwardingStatus.ANSWERED:
        return
    require_move(FORWARDING_MOVES, ForwardingStatus(fresh.status), ForwardingStatus.ANSWERED)
    fresh.status, fresh.answered_at = ForwardingStatus.ANSWERED, at
    fresh.save(update_fields=["status", "answered_at"])


@transaction.atomic
def move_count_list(held: CountList, to: ListRunStatus, *, by: User) -> CountListEvent:
    """Move a list of counts under a row lock and append the event. Raises MoveRefusedError."""
    fresh = CountList.objects.select_for_update(of=("self",)).get(pk=held.pk)
    here = ListRunStatus(fresh.status)
    require_move(LIST_RUN_MOVES, here, to)
    fresh.status = held.status = to
    fresh.save(update_fields=["status"])
    return CountListEvent.objects.create(list=fresh, moved_from=here, moved_to=to, actor=by)


def begin_count_list(held: CountList, *, by: User) -> CountListEvent:
    """Append a list's first event."""
    return CountListEvent.objects.create(list=held, moved_from="", moved_to=ListRunStatus(held.status), actor=by)


def settle_forwarding(sending: Forwarding, to: ForwardingStatus, *, number: str = "", token: str = "") -> bool:
    """End the tries of a sending to another system; returns whether it was this call that did."""
    fresh: Forwarding = Forwarding.objects.select_for_update(of=("self",)).select_related("report").get(pk=sending.pk)
    if fresh.status != ForwardingStatus.QUEUED:
        return False
    require_move(FORWARDING_MOVES, ForwardingStatus(fresh.status), to)
    fresh.status, fresh.their_number, fresh.token, fresh.next_try_at = to, number, token, None
    fresh.save(update_fields=["status", "their_number", "token", "next_try_at"])
    if to != ForwardingStatus.SENT:
        report = locked(fresh.report)
        report.reply_waits_since = report.reply_waits_since or clock.now()
        touch(report, "reply_waits_since")
        record(report, ReportEvent.Kind.FORWARDING_FAILED, actor=None)
    return True
