"""A report's life: its states, the moves between them, the words for why, and how a deadline is counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import clock


class ReportStatus(models.TextChoices):
    """Where a report is. Reopening is a move back to `RECEIVED`, never a state of its own."""

    RECEIVED = "received", _("received")
    IN_PROGRESS = "in_progress", _("being handled")
    WAITING = "waiting", _("waiting for an answer")
    PASSED_ON = "passed_on", _("passed on")
    DONE = "done", _("done")
    DECLINED = "declined", pgettext_lazy("report", "closed")


OPEN = (ReportStatus.RECEIVED, ReportStatus.IN_PROGRESS, ReportStatus.WAITING, ReportStatus.PASSED_ON)
CLOSED = (ReportStatus.DONE, ReportStatus.DECLINED)

_WORK = frozenset(
    {
        ReportStatus.IN_PROGRESS,
        ReportStatus.WAITING,
        ReportStatus.PASSED_ON,
        ReportStatus.DONE,
        ReportStatus.DECLINED,
    }
)
MOVES: dict[ReportStatus, frozenset[ReportStatus]] = {
    ReportStatus.RECEIVED: _WORK,
    ReportStatus.IN_PROGRESS: _WORK - {ReportStatus.IN_PROGRESS},
    ReportStatus.WAITING: _WORK - {ReportStatus.WAITING},
    ReportStatus.PASSED_ON: _WORK - {ReportStatus.PASSED_ON},
    ReportStatus.DONE: frozenset({ReportStatus.RECEIVED}),
    ReportStatus.DECLINED: frozenset({ReportStatus.RECEIVED}),
}


class Reason(models.TextChoices):
    """Why a report moved: honest words that a reporter can read."""

    FIXED = "fixed", _("it is fixed")
    NO_ACTION = "no_action", _("nothing will be done, and the answer says why")
    NOT_FOUND = "not_found", _("it could not be found")
    PASSED_TO_POLICE = "passed_to_police", _("passed on to the police")
    PASSED_TO_MUNICIPALITY = "passed_to_municipality", _("passed on to the municipality's fault reports")
    PASSED_TO_OWNER = "passed_to_owner", _("passed on to the owner of the place")
    TAKEN_BY_POLICE = "taken_by_police", _("the police have taken it over")
    TAKEN_BY_MUNICIPALITY = "taken_by_municipality", _("the municipality's fault reports have taken it over")
    TAKEN_BY_OWNER = "taken_by_owner", _("the owner of the place has taken it over")
    NEED_TO_KNOW_MORE = "need_to_know_more", _("we need to know more")
    STARTED = "started", _("somebody has started")
    TAKEN_BACK = "taken_back", _("whoever reported it has taken it back")
    SAME = "same", _("it is already reported, and answered there")
    NOT_FIXED = "not_fixed", _("it is not fixed")
    REOPENED = "reopened", _("opened again")


# Closed because whoever it was passed on to has it now: what was said when it was passed on tells who.
TAKEN_OVER: dict[str, Reason] = {
    Reason.PASSED_TO_POLICE: Reason.TAKEN_BY_POLICE,
    Reason.PASSED_TO_MUNICIPALITY: Reason.TAKEN_BY_MUNICIPALITY,
    Reason.PASSED_TO_OWNER: Reason.TAKEN_BY_OWNER,
}


class DeadlineRule(models.TextChoices):
    """How a category's hours are counted."""

    CLOCK = "clock", _("round the clock")
    WEEKDAY = "weekday", _("round the clock on working days")
    WORKING = "working", _("in working hours")


def due_at(received: datetime, hours: int, rule: str) -> datetime:
    """Return when a report received at a moment must be answered. Hours are counted by the category's rule."""
    if rule == DeadlineRule.WEEKDAY:
        return clock.add_weekday_hours(received, hours)
    if rule == DeadlineRule.WORKING:
        return clock.add_working_hours(received, hours)
    return received + timedelta(hours=hours)


class ForwardingStatus(models.TextChoices):
    """Where a sending on stands."""

    QUEUED = "queued", _("on its way")
    SENT = "sent", _("sent to them")
    ANSWERED = "answered", _("they have answered")
    REFUSED = "refused", _("refused by their system")
    UNCLEAR = "unclear", _("not known whether it arrived: ask them")


FORWARDING_MOVES: dict[ForwardingStatus, frozenset[ForwardingStatus]] = {
    ForwardingStatus.QUEUED: frozenset({ForwardingStatus.SENT, ForwardingStatus.REFUSED, ForwardingStatus.UNCLEAR}),
    ForwardingStatus.REFUSED: frozenset(),
    ForwardingStatus.UNCLEAR: frozenset(),
    ForwardingStatus.SENT: frozenset({ForwardingStatus.ANSWERED}),
    ForwardingStatus.ANSWERED: frozenset(),
}
