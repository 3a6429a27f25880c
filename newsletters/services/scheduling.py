"""When an approved issue leaves, and what is asked first."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from newsletters import transitions
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue

OVERDUE_ASKS_AFTER = timedelta(days=2)


def schedule(*, issue: Issue, at: datetime, by: User) -> Issue:
    """Set the time an approved issue leaves. Raises ValidationError (`in_the_past`)."""
    if at < clock.now() - timedelta(minutes=5):
        raise ValidationError(_("That time has passed. Choose a later one."), code="in_the_past")
    return transitions.move(issue.pk, IssueStatus.SCHEDULED, by=by, reason="scheduled", send_at=at)


def cancel(*, issue: Issue, by: User) -> Issue:
    """Cancel an issue that has not gone out."""
    return transitions.move(issue.pk, IssueStatus.CANCELLED, by=by, reason="cancelled")


def is_long_overdue(issue: Issue) -> bool:
    """Tell whether a scheduled time lies so far back (the system was down) that a person must be asked first."""
    return issue.send_at < clock.now() - OVERDUE_ASKS_AFTER
