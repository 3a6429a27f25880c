"""What post keeps encrypted: the bodies of secret messages, and messages that came in."""

from __future__ import annotations

from common.resealing import Resealed, reseal
from post.models import Content, IncomingMessage


def reseal_all() -> Resealed:
    """Write it all anew with the newest key."""
    return reseal(Content.objects.filter(encrypted=True), "body") + reseal(IncomingMessage.objects.all(), "raw")
