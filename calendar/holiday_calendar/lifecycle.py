"""The lives of a school year and of a calendar item: states and the moves allowed between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class YearStatus(models.TextChoices):
    """How sure the dates of a school year are."""

    TO_BE_CONFIRMED = "to_be_confirmed", _("to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")


class ItemStatus(models.TextChoices):
    """Whether a meeting or activity will happen. A cancelled item stays, so that feeds can tell of it."""

    CONFIRMED = "confirmed", _("confirmed")
    CANCELLED = "cancelled", _("cancelled")


YEAR_MOVES: dict[YearStatus, frozenset[YearStatus]] = {
    YearStatus.TO_BE_CONFIRMED: frozenset({YearStatus.CONFIRMED}),
    YearStatus.CONFIRMED: frozenset({YearStatus.TO_BE_CONFIRMED}),
}
ITEM_MOVES: dict[ItemStatus, frozenset[ItemStatus]] = {
    ItemStatus.CONFIRMED: frozenset({ItemStatus.CANCELLED}),
    ItemStatus.CANCELLED: frozenset({ItemStatus.CONFIRMED}),
}
