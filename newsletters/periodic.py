"""Scheduled work: send what is due, and note what has gone out."""

from __future__ import annotations

import logging

from celery import shared_task

from common.moves import MoveRefusedError
from newsletters import sending, services
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue

logger = logging.getLogger(__name__)


@shared_task(name="newsletters.periodic.send_due")
def send_due() -> None:
    """Send every scheduled issue whose time has come, and finish those that `post` has delivered.

    One that is long overdue (the system was down) is not sent without asking: it stays scheduled, and shows
    as late on the desk.
    """
    for issue in Issue.objects.due().select_related("series"):
        if issue.is_long_overdue:
            logger.warning("issue long overdue, not sent", extra={"issue": issue.pk})
            continue
        try:
            sending.begin(issue.pk)
        except MoveRefusedError:
            logger.info("another worker got there first", extra={"issue": issue.pk})
    for issue in Issue.objects.filter(status=IssueStatus.SENDING).select_related("mailing"):
        sending.finish_if_done(issue)


@shared_task(name="newsletters.periodic.tidy_pictures")
def tidy_pictures() -> None:
    """Remove pictures that no block has: replaced, taken out, or sent in with a save that was refused."""
    services.tidy_pictures()


@shared_task(name="newsletters.periodic.raise_alarms")
def raise_alarms() -> None:
    """Tell named people of every issue that has missed a date of its plan."""
    services.raise_alarms()


@shared_task(name="newsletters.periodic.plan_ahead")
def plan_ahead() -> None:
    """Lay out next year's letters in time, where nobody has."""
    services.plan_ahead()
