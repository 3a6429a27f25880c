"""An area's life: which states there are and which moves between them are allowed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AreaStatus(models.TextChoices):
    """Where an area is in its life."""

    INTEREST = "interest", _("interest")
    FORMING = "forming", _("forming")
    ACTIVE = "active", pgettext_lazy("area", "active")
    DORMANT = "dormant", _("dormant")
    CLOSED = "closed", pgettext_lazy("area", "closed")


MOVES: dict[AreaStatus, frozenset[AreaStatus]] = {
    AreaStatus.INTEREST: frozenset({AreaStatus.FORMING, AreaStatus.CLOSED}),
    AreaStatus.FORMING: frozenset({AreaStatus.ACTIVE, AreaStatus.INTEREST, AreaStatus.CLOSED}),
    AreaStatus.ACTIVE: frozenset({AreaStatus.DORMANT, AreaStatus.CLOSED}),
    AreaStatus.DORMANT: frozenset({AreaStatus.ACTIVE, AreaStatus.CLOSED}),
    AreaStatus.CLOSED: frozenset({AreaStatus.FORMING}),
}
