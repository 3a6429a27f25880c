"""The lives of a volunteer and of a patrol: states and the moves allowed between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
# Those who may stand on a shift; two in training never share a car.
MAY_DRIVE_OUT = (VolunteerStatus.TRAINING, VolunteerStatus.ACTIVE)
