"""Approval: by those the series names, and never one's own text alone."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from newsletters import transitions
from newsletters.figures import approvers_of
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue

SECOND_READING_AFTER = timedelta(hours=24)


def submit(*, issue: Issue, by: User) -> Issue:
    """Ask for approval. Raises ValidationError (`empty`) for an issue without heading or text."""
    if not issue.title or not issue.blocks.exists():
        raise ValidationError(_("Write a heading and at least one block of text first."), code="empty")
    return transitions.move(
        issue.pk, IssueStatus.REVIEW, by=by, reason="submitted", first_read_at=None, first_read_by=None
    )


@transaction.atomic
def approve(*, issue: Issue, by: User) -> Issue:
    """Approve an issue. Raises ValidationError (`not_named`, `own_text`, `too_soon`).

    When nobody else can approve, one's own text is read twice with a day between: the first time is noted and the
    issue stays in review, the second approves it. Both are in its history.
    """
    approvers = approvers_of(issue.series)
    if not approvers.filter(pk=by.pk).exists():
        raise ValidationError(_("This letter is approved by others: see who in its series."), code="not_named")
    authors = _authors(issue)
    if not authors or not authors <= {by.pk}:
        return transitions.move(issue.pk, IssueStatus.APPROVED, by=by, reason="approved", approved_by=by)
    if approvers.exclude(pk=by.pk).exists():
        raise ValidationError(
            _("You have written all of this issue yourself. Ask a colleague to read and approve it."), code="own_text"
        )
    return _read_alone(issue.pk, by)


def _authors(issue: Issue) -> set[int | None]:
    """Return who wrote the texts; of an issue that the house fills in alone, who saved its heading and preamble."""
    of_texts: set[int | None] = set(issue.blocks.exclude(text="").values_list("written_by", flat=True))
    if of_texts:
        return of_texts
    return {version.author_id for version in issue.versions.exclude(author=None, partner=None)}


def _read_alone(issue_pk: int, by: User) -> Issue:
    issue = Issue.objects.select_for_update(of=("self",)).select_related("series").get(pk=issue_pk)
    if issue.first_read_at is None or issue.first_read_by != by:
        return transitions.note_first_reading(issue, by=by)
    if clock.now() < issue.first_read_at + SECOND_READING_AFTER:
        raise ValidationError(
            _("You have written all of this issue yourself. Read it again when 24 hours have passed, and approve it."),
            code="too_soon",
        )
    return transitions.move(issue.pk, IssueStatus.APPROVED, by=by, reason="second_reading", approved_by=by)


def take_back(*, issue: Issue, by: User) -> Issue:
    """Take an issue that waits, is approved or scheduled back to writing."""
    if issue.status == IssueStatus.SCHEDULED:
        issue = transitions.move(issue.pk, IssueStatus.APPROVED, by=by, reason="unscheduled")
    return transitions.move(issue.pk, IssueStatus.DRAFT, by=by, reason="taken_back", approved_by=None)
