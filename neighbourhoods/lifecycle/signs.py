"""An order of signs: states and moves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class SignOrderStatus(models.TextChoices):
    """An order of signs, from the wish to the post in the ground."""

    ASKED = "asked", pgettext_lazy("sign order", "waits for release")
    RELEASED = "released", pgettext_lazy("sign order", "released")
    DELIVERED = "delivered", pgettext_lazy("sign order", "delivered")
    CANCELLED = "cancelled", pgettext_lazy("sign order", "cancelled")


SIGN_ORDER_MOVES: dict[SignOrderStatus, frozenset[SignOrderStatus]] = {
    SignOrderStatus.ASKED: frozenset({SignOrderStatus.RELEASED, SignOrderStatus.CANCELLED}),
    SignOrderStatus.RELEASED: frozenset({SignOrderStatus.DELIVERED, SignOrderStatus.CANCELLED}),
    SignOrderStatus.DELIVERED: frozenset(),
    SignOrderStatus.CANCELLED: frozenset(),
}
