"""The only writers of an issue's status."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import User
from common import clock
from common.moves import require_move
from newsletters.lifecycle import MOVES, IssueStatus
from newsletters.models import Issue, IssueEvent


@transaction.atomic
def move(issue_pk: int, to: IssueStatus, *, by: User | None, reason: str = "", **changes: Any) -> Issue:
    """Move an issue under a row lock and write the event. Raises MoveRefusedError."""
    issue = Issue.objects.select_for_update(of=("self",)).select_related("series").get(pk=issue_pk)
    here = IssueStatus(issue.status)
    require_move(MOVES, here, to)
    issue.status = to
    issue.version += 1
    for field, value in changes.items():
        setattr(issue, field, value)
    issue.save(update_fields=["status", "version", *changes])
    IssueEvent.objects.create(issue=issue, moved_from=here, moved_to=to, reason=reason, actor=by)
    return issue


@transaction.atomic
def note_first_reading(issue: Issue, *, by: User) -> Issue:
    """Note that the only approver has read their own text once; the issue stays in review. Raises MoveRefusedError."""
    require_move(MOVES, IssueStatus(issue.status), IssueStatus.APPROVED)
    issue.first_read_at, issue.first_read_by = clock.now(), by
    issue.save(update_fields=["first_read_at", "first_read_by"])
    IssueEvent.objects.create(
        issue=issue, moved_from=issue.status, moved_to=issue.status, reason="first_reading", actor=by
    )
    return issue
