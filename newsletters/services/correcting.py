"""A correction: a short issue of its own, to those who got the mistake and to nobody else."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from newsletters import transitions
from newsletters.lifecycle import PUBLIC, IssueStatus
from newsletters.models import Block, Issue
from post.lifecycle import DeliveryStatus

CORRECTED_WITHIN = timedelta(days=1)


def can_be_corrected(issue: Issue) -> bool:
    """Tell whether somebody may have got the issue: it leaves or has left, or some had it when it was cancelled."""
    if issue.mailing is None or issue.corrects_id is not None:
        return False
    if issue.status == IssueStatus.CANCELLED:
        return issue.mailing.deliveries.filter(status=DeliveryStatus.ACCEPTED).exists()
    return issue.status in PUBLIC


@transaction.atomic
def correct(*, issue: Issue, by: User) -> Issue:
    """Begin a correction of an issue that has left. Raises ValidationError (`not_sent`, `under_way`).

    It is written, approved and scheduled as every issue; its dates are today's, for a mistake does not wait.
    """
    held = Issue.objects.select_for_update(of=("self",)).select_related("series", "mailing").get(pk=issue.pk)
    if not can_be_corrected(held):
        raise ValidationError(_("Only an issue that has been sent can be corrected."), code="not_sent")
    begun = held.corrections.exclude(status__in=[IssueStatus.SENT, IssueStatus.CANCELLED])
    if begun.exists():
        raise ValidationError(_("A correction of this issue is being written already."), code="under_way")
    today = clock.today()
    made = Issue.objects.create(
        series=held.series,
        year=held.year,
        number=held.number,
        corrects=held,
        correction=held.corrections.count() + 1,
        title=_("Correction: %(title)s") % {"title": held.title[:140]},
        text_due_on=today,
        approve_due_on=today,
        send_at=clock.now() + CORRECTED_WITHIN,
        is_example=held.is_example,
    )
    Block.objects.create(issue=made, position=1, heading=_("What was wrong"), written_by=by)
    return transitions.move(made.pk, IssueStatus.DRAFT, by=by, reason="correction")
