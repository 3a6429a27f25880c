"""When an approved issue leaves, and what can be done while it does."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from newsletters import transitions
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue
from post import services as post


@transaction.atomic
def schedule(*, issue: Issue, at: datetime, by: User) -> Issue:
    """Set the time an approved issue leaves, or another one than it had. Raises ValidationError (`in_the_past`)."""
    if at < clock.now() - timedelta(minutes=5):
        raise ValidationError(_("That time has passed. Choose a later one."), code="in_the_past")
    if issue.status == IssueStatus.SCHEDULED:
        transitions.move(issue.pk, IssueStatus.APPROVED, by=by, reason="unscheduled")
    return transitions.move(issue.pk, IssueStatus.SCHEDULED, by=by, reason="scheduled", send_at=at)


def send_now(*, issue: Issue, by: User) -> Issue:
    """Let an issue that was long overdue leave within a minute: somebody has been asked and said yes."""
    return schedule(issue=issue, at=clock.now(), by=by)


@transaction.atomic
def pause(*, issue: Issue, by: User) -> Issue:
    """Hold the sending; what has been accepted already stays sent."""
    moved = transitions.move(issue.pk, IssueStatus.PAUSED, by=by, reason="paused")
    if moved.mailing:
        post.pause(mailing=moved.mailing, actor=by)
    return moved


@transaction.atomic
def resume(*, issue: Issue, by: User) -> Issue:
    """Go on with a sending that was paused; nobody gets a second copy."""
    moved = transitions.move(issue.pk, IssueStatus.SENDING, by=by, reason="resumed")
    if moved.mailing:
        post.resume(mailing=moved.mailing, actor=by)
    return moved


@transaction.atomic
def cancel(*, issue: Issue, by: User) -> Issue:
    """Cancel an issue; of one that is being sent, the rest of its readers get nothing."""
    moved = transitions.move(issue.pk, IssueStatus.CANCELLED, by=by, reason="cancelled")
    if moved.mailing:
        post.cancel(mailing=moved.mailing, actor=by)
    return moved
