""" "It is not fixed": who has a part in a report opens it again; anybody else lets a person judge."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from incidents import transitions
from incidents.lifecycle import Reason, ReportStatus
from incidents.models import Report, ReportEvent
from incidents.services.triage import move_report


@transaction.atomic
def reopen(*, report: Report, by: User | None = None) -> Report:
    """Open a closed report again for its reporter, a follower or the area's agent; its time starts anew.

    Raises ValidationError `not_closed`; a report that is the same as another opens that one.
    """
    fresh = transitions.locked(report)
    if fresh.merged_into_id is not None:
        fresh = transitions.locked(Report.objects.get(pk=fresh.merged_into_id))
    if fresh.is_open:
        raise ValidationError(_("This report is open: we are working on it."), code="not_closed")
    move_report(report=fresh, to=ReportStatus.RECEIVED, by=by, reason=Reason.NOT_FIXED)
    return fresh


@transaction.atomic
def doubt(*, report: Report) -> None:
    """Note that a passer-by says it is not fixed; it waits for a person as a reply does. Twice says no more."""
    fresh = transitions.locked(report)
    if fresh.is_open or fresh.reply_waits_since is not None:
        return
    fresh.reply_waits_since = clock.now()
    transitions.touch(fresh, "reply_waits_since")
    transitions.record(fresh, ReportEvent.Kind.DOUBTED, actor=None)
