"""Scheduled work: send what is due, and note what has gone out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

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
    as late on the desk. One that can't leave holds up none of the others; its alarm tells people.
    """
    for issue in Issue.objects.due().select_related("series"):
        if issue.is_long_overdue:
            logger.warning("issue long overdue, not sent", extra={"issue": issue.pk})
            continue
        _alone(partial(sending.begin, issue.pk), issue)
    for issue in Issue.objects.filter(status=IssueStatus.SENDING).select_related("mailing"):
        _alone(partial(sending.finish_if_done, issue), issue)


def _alone(act: Callable[[], object], issue: Issue) -> None:
    """Do something with one issue; what fails is that issue's alone, and is tried again in a minute."""
    try:
        act()
    except MoveRefusedError:
        logger.info("another worker got there first", extra={"issue": issue.pk})
    except Exception:
        logger.exception("an issue could not be sent or finished", extra={"issue": issue.pk})


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
