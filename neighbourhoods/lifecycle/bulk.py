"""A list that was read in: which states there are and which moves between them are allowed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListRunStatus(models.TextChoices):
    """How far a list read in has come."""

    PREVIEWED = "previewed", _("looked through, not saved")
    SAVED = "saved", _("saved")
    UNDONE = "undone", _("undone")
    DISCARDED = "discarded", _("thrown away")


LIST_RUN_MOVES: dict[ListRunStatus, frozenset[ListRunStatus]] = {
    ListRunStatus.PREVIEWED: frozenset({ListRunStatus.SAVED, ListRunStatus.DISCARDED}),
    ListRunStatus.SAVED: frozenset({ListRunStatus.UNDONE}),
    ListRunStatus.UNDONE: frozenset(),
    ListRunStatus.DISCARDED: frozenset(),
}
