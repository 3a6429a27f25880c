"""What came back, and when an address gets no more mail-outs because of it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models.functions import Lower

from common import clock
from post.lifecycle import BounceKind, SuppressionReason
from post.mail.verdicts import enhanced_code, is_dead
from post.models import Bounce, Delivery
from post.transitions.deliveries import ERASED
from post.transitions.moves import suppress


def note_bounce(delivery_id: int, kind: BounceKind, status_code: str) -> bool:
    """Write one bounce or complaint down, and what it means for the address.

    A dead address and one that complains get no more mail-outs at once; failures that may pass are counted. False
    where this message had come back in this way before, or its person was erased.
    """
    delivery = Delivery.objects.get(pk=delivery_id)
    if delivery.recipient.startswith(ERASED):
        return False
    _row, is_new = Bounce.objects.get_or_create(
        delivery=delivery, kind=kind, defaults={"email": delivery.recipient, "status_code": status_code}
    )
    if not is_new:
        return False
    if kind == BounceKind.COMPLAINT:
        suppress(delivery.recipient, SuppressionReason.COMPLAINT)
    elif kind == BounceKind.HARD or _too_often(delivery.recipient):
        suppress(delivery.recipient, SuppressionReason.BOUNCE)
    return True


def turned_away(delivery_id: int, answer: str) -> None:
    """Count a recipient whom the mail server refused for good in the dialogue, as a message that came back."""
    code = enhanced_code(answer)
    note_bounce(delivery_id, BounceKind.HARD if is_dead(code, answer) else BounceKind.SOFT, code)


def given_up(delivery_id: int, answer: str) -> None:
    """Count a recipient whom the mail server put off until we gave up; not where it had trouble of its own (4.3.x)."""
    code = enhanced_code(answer)
    if not code.startswith("4.3."):
        note_bounce(delivery_id, BounceKind.SOFT, code)


def _too_often(email: str) -> bool:
    since = clock.now() - timedelta(days=settings.POST_SOFT_BOUNCE_DAYS)
    lately = Bounce.objects.alias(address=Lower("email")).filter(address=email.lower(), at__gt=since)
    return bool(lately.filter(kind=BounceKind.SOFT).count() >= settings.POST_SOFT_BOUNCES)
