"""Lists read in from Excel: every row's fate is shown first, then the list is saved, thrown away or undone.

Rooms keep rows of their own; the states, the moves and the fates are the same everywhere.
"""

from __future__ import annotations

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from common.moves import Moves


class ListRunStatus(models.TextChoices):
    """How far a list read in has come."""

    PREVIEWED = "previewed", _("looked through, not saved")
    SAVED = "saved", _("saved")
    UNDONE = "undone", _("undone")
    DISCARDED = "discarded", _("thrown away")


LIST_RUN_MOVES: Moves[ListRunStatus] = {
    ListRunStatus.PREVIEWED: frozenset({ListRunStatus.SAVED, ListRunStatus.DISCARDED}),
    ListRunStatus.SAVED: frozenset({ListRunStatus.UNDONE}),
    ListRunStatus.UNDONE: frozenset(),
    ListRunStatus.DISCARDED: frozenset(),
}


class Outcome(Enum):
    """What became of one feature or row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"

    @property
    def label(self) -> StrOrPromise:
        """The word as a person reads it."""
        words: dict[str, StrOrPromise] = {
            "new": _("new"),
            "changed": _("changed"),
            "unchanged": _("unchanged"),
            "refused": _("refused"),
        }
        return words[self.value]
