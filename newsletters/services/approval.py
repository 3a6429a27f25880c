"""Approval: by those the series names, and never one's own text alone."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from newsletters import mail, transitions
from newsletters.figures import approvers_of, deciders_of, wrote_alone
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue

SECOND_READING_AFTER = timedelta(hours=24)


@transaction.atomic
def submit(*, issue: Issue, by: User) -> Issue:
    """Ask for approval; who can give it gets a mail. Raises ValidationError (`empty`) for no heading or text."""
    if not issue.title or not issue.blocks.exists():
        raise ValidationError(_("Write a heading and at least one block of text first."), code="empty")
    waiting = transitions.move(
        issue.pk, IssueStatus.REVIEW, by=by, reason="submitted", first_read_at=None, first_read_by=None
    )
    for person in deciders_of([waiting])[waiting.pk]:
        if person != by:
            mail.waits_for_approval(waiting, person).send()
    return waiting


@transaction.atomic
def approve(*, issue: Issue, by: User, version: int | None = None) -> Issue:
    """Approve an issue, in the version that was read.

    Raises ValidationError (`changed`, `not_named`, `own_text`, `too_soon`).

    When nobody else can approve, one's own text is read twice with a day between: the first time is noted and the
    issue stays in review, the second approves it. Both are in its history.
    """
    held = Issue.objects.select_for_update(of=("self",)).select_related("series").get(pk=issue.pk)
    if version is not None and held.version != version:
        raise ValidationError(
            _("The issue has been changed since you opened it. Read it again before you approve it."), code="changed"
        )
    approvers = set(approvers_of(held.series).values_list("pk", flat=True))
    alone = wrote_alone([held])[held.pk]
    _refuse(by.pk, approvers, alone)
    if by.pk not in alone:
        return transitions.move(held.pk, IssueStatus.APPROVED, by=by, reason="approved", approved_by=by)
    return _read_alone(held, by)


def _refuse(person: int, approvers: set[int], alone: set[int]) -> None:
    """Refuse who is not named, and who has written all while somebody else could read it."""
    if person not in approvers:
        raise ValidationError(_("This letter is approved by others: see who in its series."), code="not_named")
    if person in alone and approvers - alone:
        raise ValidationError(
            _("You have written all of this issue, or of a translation. Ask a colleague to read and approve it."),
            code="own_text",
        )


def _read_alone(issue: Issue, by: User) -> Issue:
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
