"""The lives of an applicant, a volunteer, a patrol and a place in line: states and the moves allowed between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ApplicantStatus(models.TextChoices):
    """Somebody who asked to join, until the account is opened; then the applicant's row is deleted."""

    UNCONFIRMED = "unconfirmed", _("address not confirmed")
    NEW = "new", pgettext_lazy("applicant", "to be interviewed")
    INTERVIEWED = "interviewed", pgettext_lazy("applicant", "interviewed, reference to be taken")
    REFERRED = "referred", pgettext_lazy("applicant", "reference taken, to be decided")
    DECLINED = "declined", pgettext_lazy("applicant", "not taken on")


class VolunteerStatus(models.TextChoices):
    """Where a volunteer is, from the first call to leaving with honour."""

    APPLIED = "applied", _("applied")
    TRAINING = "training", _("in training")
    ACTIVE = "active", _("active")
    PAUSED = "paused", pgettext_lazy("volunteer", "paused")
    LEFT = "left", _("left")


class PatrolStatus(models.TextChoices):
    """A patrol begins when somebody starts it; a broken-off one keeps what was written."""

    UNDERWAY = "underway", _("under way")
    ENDED = "ended", pgettext_lazy("patrol", "ended")
    BROKEN_OFF = "broken_off", _("broken off")


class WaitingStatus(models.TextChoices):
    """A place in line for a seat: it waits, is offered for a time, and ends in one of three ways."""

    WAITING = "waiting", pgettext_lazy("seat", "waits")
    OFFERED = "offered", pgettext_lazy("seat", "offered")
    TAKEN = "taken", pgettext_lazy("seat", "taken")
    LAPSED = "lapsed", pgettext_lazy("seat", "not answered in time")
    WITHDRAWN = "withdrawn", pgettext_lazy("seat", "does not wait any more")


class SupportStatus(models.TextChoices):
    """Support is referred, visited and closed after the return visit; or declined."""

    REFERRED = "referred", _("waits for the first visit")
    VISITED = "visited", _("visited, return visit offered")
    CLOSED = "closed", pgettext_lazy("support", "closed")
    DECLINED = "declined", pgettext_lazy("support", "declined")


class ScheduleStatus(models.TextChoices):
    """A proposal for some weeks: a worker solves it, a leader looks and changes, releases or drops it."""

    WAITING = "waiting", pgettext_lazy("schedule", "waits for a worker")
    SOLVING = "solving", pgettext_lazy("schedule", "being worked out")
    DRAFT = "draft", pgettext_lazy("schedule", "draft")
    FAILED = "failed", pgettext_lazy("schedule", "could not be worked out")
    RELEASED = "released", pgettext_lazy("schedule", "released")
    DROPPED = "dropped", pgettext_lazy("schedule", "dropped")


APPLICANT_MOVES: dict[ApplicantStatus, frozenset[ApplicantStatus]] = {
    ApplicantStatus.UNCONFIRMED: frozenset({ApplicantStatus.NEW}),
    ApplicantStatus.NEW: frozenset({ApplicantStatus.INTERVIEWED, ApplicantStatus.DECLINED}),
    ApplicantStatus.INTERVIEWED: frozenset({ApplicantStatus.REFERRED, ApplicantStatus.DECLINED}),
    ApplicantStatus.REFERRED: frozenset({ApplicantStatus.DECLINED}),
    ApplicantStatus.DECLINED: frozenset(),
}
VOLUNTEER_MOVES: dict[VolunteerStatus, frozenset[VolunteerStatus]] = {
    VolunteerStatus.APPLIED: frozenset({VolunteerStatus.TRAINING, VolunteerStatus.LEFT}),
    VolunteerStatus.TRAINING: frozenset({VolunteerStatus.ACTIVE, VolunteerStatus.PAUSED, VolunteerStatus.LEFT}),
    VolunteerStatus.ACTIVE: frozenset({VolunteerStatus.PAUSED, VolunteerStatus.LEFT}),
    VolunteerStatus.PAUSED: frozenset({VolunteerStatus.TRAINING, VolunteerStatus.ACTIVE, VolunteerStatus.LEFT}),
    VolunteerStatus.LEFT: frozenset({VolunteerStatus.APPLIED}),
}
PATROL_MOVES: dict[PatrolStatus, frozenset[PatrolStatus]] = {
    PatrolStatus.UNDERWAY: frozenset({PatrolStatus.ENDED, PatrolStatus.BROKEN_OFF}),
    PatrolStatus.ENDED: frozenset(),
    PatrolStatus.BROKEN_OFF: frozenset(),
}
SUPPORT_MOVES: dict[SupportStatus, frozenset[SupportStatus]] = {
    SupportStatus.REFERRED: frozenset({SupportStatus.VISITED, SupportStatus.DECLINED}),
    SupportStatus.VISITED: frozenset({SupportStatus.CLOSED}),
    SupportStatus.CLOSED: frozenset(),
    SupportStatus.DECLINED: frozenset(),
}
# Those who may stand on a shift; two in training never share a car.
MAY_DRIVE_OUT = (VolunteerStatus.TRAINING, VolunteerStatus.ACTIVE)
WAITING_MOVES: dict[WaitingStatus, frozenset[WaitingStatus]] = {
    WaitingStatus.WAITING: frozenset({WaitingStatus.OFFERED, WaitingStatus.TAKEN, WaitingStatus.WITHDRAWN}),
    WaitingStatus.OFFERED: frozenset({WaitingStatus.TAKEN, WaitingStatus.LAPSED, WaitingStatus.WITHDRAWN}),
    WaitingStatus.TAKEN: frozenset(),
    WaitingStatus.LAPSED: frozenset(),
    WaitingStatus.WITHDRAWN: frozenset(),
}
_S = ScheduleStatus
SCHEDULE_MOVES: dict[ScheduleStatus, frozenset[ScheduleStatus]] = {
    # Stopped on the way, it is the draft that it was before, or dropped.
    _S.WAITING: frozenset({_S.SOLVING, _S.DRAFT, _S.DROPPED}),
    # Back to waiting when its worker died.
    _S.SOLVING: frozenset({_S.DRAFT, _S.FAILED, _S.WAITING, _S.DROPPED}),
    _S.DRAFT: frozenset({_S.WAITING, _S.RELEASED, _S.DROPPED}),
    _S.FAILED: frozenset({_S.WAITING, _S.DROPPED}),
    _S.RELEASED: frozenset(),
    _S.DROPPED: frozenset(),
}
BEING_WORKED_OUT = (_S.WAITING, _S.SOLVING)
# In line, or with an offer that stands.
IN_LINE = (WaitingStatus.WAITING, WaitingStatus.OFFERED)
