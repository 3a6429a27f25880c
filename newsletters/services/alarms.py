"""Alarms: an issue that runs late is said to named people, each date once and once more to those above."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction

from common import clock
from newsletters import mail
from newsletters.figures import Missed, missed, told_of
from newsletters.models import Alarm, Issue

logger = logging.getLogger(__name__)
# A year laid out when it has begun has dates in the past that nobody promised.
LOOKS_BACK = timedelta(days=60)


def raise_alarms() -> int:
    """Raise every alarm that is due and has not been raised; return how many. Safe to run at the same time twice."""
    issues = Issue.objects.unfinished().filter(send_at__gte=clock.now() - LOOKS_BACK).select_related("series")
    return sum(_raise(issue, date_, step) for issue in issues for date_ in missed(issue) for step in _steps(date_))


def _steps(date_: Missed) -> range:
    """The first and, a working day after, the next: a beat that was down misses neither."""
    return range(1, date_.step + 1)


@transaction.atomic
def _raise(issue: Issue, date_: Missed, step: int) -> bool:
    """Note the alarm and put its mails in the ledger, both or neither. Tell whether it was new."""
    key = {"issue": issue, "kind": date_.kind, "step": step, "due": date_.due}
    if Alarm.objects.filter(**key).exists():
        return False
    people = told_of(issue.series, date_.kind, step)
    alarm, is_new = Alarm.objects.get_or_create(**key, defaults={"people": len(people)})
    if not is_new:
        return False
    if not people:
        logger.error("an issue is late and there is nobody to tell", extra={"issue": issue.pk})
    for person in people:
        mail.late_issue(alarm, person).send()
    return True
