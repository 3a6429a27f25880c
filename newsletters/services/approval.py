"""Approval: never one's own text alone."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from newsletters import transitions
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue


def submit(*, issue: Issue, by: User) -> Issue:
    """Ask for approval. Raises ValidationError (`empty`) for an issue without heading or text."""
    if not issue.title or not issue.blocks.exists():
        raise ValidationError(_("Write a heading and at least one block of text first."), code="empty")
    return transitions.move(issue.pk, IssueStatus.REVIEW, by=by, reason="submitted")


def approve(*, issue: Issue, by: User) -> Issue:
    """Approve an issue. Raises ValidationError (`own_text`) for one's own text alone."""
    authors = set(issue.blocks.exclude(text="").values_list("written_by", flat=True))
    if authors and authors <= {by.pk}:
        raise ValidationError(
            _("You have written all of this issue yourself. Ask a colleague to read and approve it."), code="own_text"
        )
    return transitions.move(issue.pk, IssueStatus.APPROVED, by=by, reason="approved", approved_by=by)


def take_back(*, issue: Issue, by: User) -> Issue:
    """Take an issue that waits, is approved or scheduled back to writing."""
    if issue.status == IssueStatus.SCHEDULED:
        issue = transitions.move(issue.pk, IssueStatus.APPROVED, by=by, reason="unscheduled")
    return transitions.move(issue.pk, IssueStatus.DRAFT, by=by, reason="taken_back", approved_by=None)
