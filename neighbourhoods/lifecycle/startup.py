"""The start of an area, and those who would like to take part: states and moves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StartupStatus(models.TextChoices):
    """Where the work to start an area is: the case between the first interest and the signs."""

    OPEN = "open", pgettext_lazy("start-up case", "under way")
    DONE = "done", pgettext_lazy("start-up case", "done")
    ABANDONED = "abandoned", pgettext_lazy("start-up case", "given up")


STARTUP_MOVES: dict[StartupStatus, frozenset[StartupStatus]] = {
    StartupStatus.OPEN: frozenset({StartupStatus.DONE, StartupStatus.ABANDONED}),
    StartupStatus.DONE: frozenset(),
    StartupStatus.ABANDONED: frozenset({StartupStatus.OPEN}),
}


class InterestStatus(models.TextChoices):
    """How far the municipality has come with somebody who would like to take part."""

    UNCONFIRMED = "unconfirmed", _("not confirmed")
    NEW = "new", pgettext_lazy("interested person", "new")
    CONTACTED = "contacted", _("contacted")
    JOINED = "joined", _("takes part")
    AGENT = "agent", _("became contact agent")
    DECLINED = "declined", _("said no")


INTEREST_MOVES: dict[InterestStatus, frozenset[InterestStatus]] = {
    InterestStatus.UNCONFIRMED: frozenset({InterestStatus.NEW}),
    InterestStatus.NEW: frozenset(
        {InterestStatus.CONTACTED, InterestStatus.JOINED, InterestStatus.AGENT, InterestStatus.DECLINED}
    ),
    InterestStatus.CONTACTED: frozenset({InterestStatus.JOINED, InterestStatus.AGENT, InterestStatus.DECLINED}),
    InterestStatus.JOINED: frozenset({InterestStatus.AGENT, InterestStatus.DECLINED}),
    InterestStatus.AGENT: frozenset({InterestStatus.JOINED}),
    InterestStatus.DECLINED: frozenset({InterestStatus.CONTACTED}),
}
