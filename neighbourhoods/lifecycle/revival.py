"""A revival case's life."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class RevivalStatus(models.TextChoices):
    """How far somebody has come with an area that fell asleep."""

    WAITING = "waiting", pgettext_lazy("revival", "waits")
    UNDERWAY = "underway", pgettext_lazy("revival", "under way")
    DONE = "done", pgettext_lazy("revival", "closed")


REVIVAL_MOVES: dict[RevivalStatus, frozenset[RevivalStatus]] = {
    RevivalStatus.WAITING: frozenset({RevivalStatus.UNDERWAY, RevivalStatus.DONE}),
    RevivalStatus.UNDERWAY: frozenset({RevivalStatus.DONE}),
    RevivalStatus.DONE: frozenset(),
}
