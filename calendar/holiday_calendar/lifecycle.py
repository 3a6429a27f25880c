"""The lives of a school year and of a calendar item: states and the moves allowed between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class YearStatus(models.TextChoices):
    """How sure the dates of a school year are."""

    TO_BE_CONFIRMED = "to_be_confirmed", _("to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")


class ItemStatus(models.TextChoices):
    """Whether a meeting or activity will happen. Drafts are for those who plan; a cancelled one stays, for feeds."""

    DRAFT = "draft", _("draft")
    CONFIRMED = "confirmed", _("confirmed")
    CANCELLED = "cancelled", _("cancelled")


YEAR_MOVES: dict[YearStatus, frozenset[YearStatus]] = {
    YearStatus.TO_BE_CONFIRMED: frozenset({YearStatus.CONFIRMED}),
    YearStatus.CONFIRMED: frozenset({YearStatus.TO_BE_CONFIRMED}),
}
ITEM_MOVES: dict[ItemStatus, frozenset[ItemStatus]] = {
    ItemStatus.DRAFT: frozenset({ItemStatus.CONFIRMED}),
    ItemStatus.CONFIRMED: frozenset({ItemStatus.CANCELLED}),
    ItemStatus.CANCELLED: frozenset({ItemStatus.CONFIRMED}),
}
