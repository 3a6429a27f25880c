"""Links that stand in mails to a list: leave it, and see what one reads.

The token is signed for its purpose and names a delivery and a subscription, so nothing has to be stored and it
still works when the delivery has been erased.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from common.signed_links import sign, unsign

PURPOSE = "post.reader"


@dataclass(frozen=True)
class Reader:
    """Whom a token stands for; 0 where there is none."""

    delivery_id: int
    subscription_id: int


def token_for(delivery_id: int, subscription_id: int | None) -> str:
    """Return the token of one delivery's reader."""
    return sign(PURPOSE, f"{delivery_id}.{subscription_id or 0}")


def reader_of(token: str) -> Reader | None:
    """Return whom a token stands for, or None for one we did not make."""
    value = unsign(PURPOSE, token)
    delivery, dot, subscription = (value or "").partition(".")
    if not dot or not delivery.isdecimal() or not subscription.isdecimal():
        return None
    return Reader(int(delivery), int(subscription))


def address(name: str, token: str) -> str:
    """Return the full address of one of this room's pages."""
    base: str = settings.BASE_URL
    return base.rstrip("/") + reverse(name, args=[token])
