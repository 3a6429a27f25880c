"""Links that stand in mails to a list: leave it, and see what one reads.

The token is signed for its purpose and names a delivery and a subscription, so nothing has to be stored and it
still works when the delivery has been erased.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from common.crypto import UndecipherableError, decrypt, encrypt
from common.signed_links import sign, unsign

PURPOSE = "post.reader"
PERSON = "post.person"


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


def person_token(email: str, *, until: datetime) -> str:
    """Return a token that shows an address what is held about it. Encrypted: an address stands in no address."""
    held = json.dumps({"email": email.strip().lower(), "until": until.timestamp()})
    return encrypt(f"{PERSON}:{held}".encode()).decode("ascii")


def email_of(token: str, *, now: datetime) -> str | None:
    """Return the address a person token stands for, or None for one that is too old or that we did not make."""
    try:
        purpose, _colon, held = decrypt(token.encode()).decode().partition(":")
    except (UndecipherableError, UnicodeError):
        return None
    if purpose != PERSON:
        return None
    about = json.loads(held)
    return str(about["email"]) if now.timestamp() < about["until"] else None


def address(name: str, token: str) -> str:
    """Return the full address of one of this room's pages."""
    base: str = settings.BASE_URL
    return base.rstrip("/") + reverse(name, args=[token])
