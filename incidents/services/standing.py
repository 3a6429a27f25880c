"""Standing summaries: made when their period has been published, sent when the paper is ready, each once."""

from __future__ import annotations

import logging
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from accounts.services import audit, open_partner_access
from common import clock
from documents.lifecycle import DocumentState
from documents.services import request_document
from incidents import mail
from incidents.models import Release, StandingSummary, SummaryIssue
from incidents.services.once import once

KIND = "standing_summary"
QUARTER = 3
DAYS = {StandingSummary.Rhythm.MONTH: 45, StandingSummary.Rhythm.QUARTER: 100}
logger = logging.getLogger(__name__)


def summary_purpose(standing: StandingSummary) -> str:
    """Return the purpose of a partner access to a subscription's summaries."""
    return f"incidents:summary:{standing.pk}"


@transaction.atomic
def save_standing(*, standing: StandingSummary, by: User, form_token: str = "") -> StandingSummary:
    """Save a subscription, a new one once for each form; who saves it answers for it. Raises PermissionDenied."""
    if not by.has_perm("incidents.subscribe_summaries"):
        raise PermissionDenied
    standing.answers_for = by

    def save() -> StandingSummary:
        standing.save()
        kind, action = "incidents.standingsummary", "summary.subscribed"
        audit(actor=by, action=action, object_type=kind, object_id=str(standing.pk))
        return standing

    if not standing._state.adding:
        return save()
    standing.form_token = form_token or None
    return once(StandingSummary, form_token, save)


def send_standing_summaries() -> int:
    """Have due summaries made and send those that are ready; returns how many were sent. Safe to run again."""
    published = set(Release.objects.values_list("month", flat=True))
    for standing in StandingSummary.objects.filter(is_active=True).select_related("answers_for"):
        period = due_period(standing, published)
        if period is not None and standing.answers_for is not None:
            _begin(standing, period, standing.answers_for)
    waiting = SummaryIssue.objects.filter(sent_at=None, document__state=DocumentState.READY, standing__is_active=True)
    return sum(_send(pk) for pk in waiting.values_list("pk", flat=True))


def due_period(standing: StandingSummary, published: set[date]) -> tuple[date, date] | None:
    """Return the first and last month of the latest period that has ended, if all its months are published."""
    today = clock.today()
    months = 1 if standing.rhythm == StandingSummary.Rhythm.MONTH else QUARTER
    number = (today.year * 12 + today.month - 1) // months * months
    period = [date(at // 12, at % 12 + 1, 1) for at in range(number - months, number)]
    return (period[0], period[-1]) if published.issuperset(period) else None


@transaction.atomic
def _begin(standing: StandingSummary, period: tuple[date, date], by: User) -> None:
    issue, is_new = SummaryIssue.objects.get_or_create(standing=standing, first=period[0], defaults={"last": period[1]})
    if not is_new and issue.document_id is not None:
        return
    try:
        with transaction.atomic():
            issue.document = request_document(kind=KIND, subject=str(issue.pk), by=by)
    except (PermissionDenied, ValidationError):
        logger.warning("nobody may have a standing summary made", extra={"standing": standing.pk})
        return
    issue.save(update_fields=["document"])


@transaction.atomic
def _send(pk: int) -> bool:
    issue = SummaryIssue.objects.select_for_update(of=("self",)).select_related("standing__answers_for").get(pk=pk)
    standing = issue.standing
    if issue.sent_at is not None:
        return False
    if standing.way == StandingSummary.Way.ACCOUNT:
        mail.summary_ready(issue).send()
    elif not _let_in(standing):
        return False
    issue.sent_at = clock.now()
    issue.save(update_fields=["sent_at"])
    return True


def _let_in(standing: StandingSummary) -> bool:
    try:
        if standing.answers_for is None:
            return False
        open_partner_access(
            by=standing.answers_for,
            email=standing.email,
            organisation=standing.receiver,
            purpose=summary_purpose(standing),
            days=DAYS[StandingSummary.Rhythm(standing.rhythm)],
        )
    except PermissionDenied:
        logger.warning("nobody may let a partner read a standing summary", extra={"standing": standing.pk})
        return False
    return True
