"""What the post holds about a person, and how it forgets one."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from common import clock
from post import transitions
from post.inbound.handling import person_hash
from post.models import (
    Bounce,
    Content,
    Delivery,
    IncomingMessage,
    ReplyAddress,
    Subscription,
    Suppression,
)


@transaction.atomic
def erase_person(email: str) -> int:
    """Forget an address: what has not left is not sent, lists no longer know it. Returns changed rows."""
    address = email.strip().lower()
    mine = Delivery.objects.alias(address=Lower("recipient")).filter(address=address)
    keys = list(mine.values_list("pk", flat=True))
    contents = Content.objects.filter(mailing=None, deliveries__in=keys).values_list("pk", flat=True)
    mine_alone = Content.objects.filter(pk__in=list(contents)).exclude(
        deliveries__in=Delivery.objects.exclude(pk__in=keys)
    )
    transitions.skipped(keys, reason="erased")
    changed = mine_alone.update(body=b"", subject="", erased_at=clock.now())
    changed += transitions.forget(Q(pk__in=keys))
    changed += _forget_what_came_in(address, keys)
    for model in (Subscription, Suppression, Bounce):
        changed += model.objects.alias(address=Lower("email")).filter(address=address).delete()[0]
    return changed


def _forget_what_came_in(address: str, deliveries: list[int]) -> int:
    """Delete what an address sent us, and what came back of what we sent there."""
    mine = IncomingMessage.objects.alias(address=Lower("sender")).filter(
        Q(address=address) | Q(delivery__in=deliveries)
    )
    return mine.delete()[0] + ReplyAddress.objects.filter(person_hash=person_hash(address)).delete()[0]


def export_person(email: str) -> list[dict[str, object]]:
    """Return what is held about an address: messages without their text, and lists."""
    address = email.strip().lower()
    messages = Delivery.objects.alias(address=Lower("recipient")).filter(address=address).select_related("content")
    found: list[dict[str, object]] = [
        {
            "what": "message",
            "subject": row.content.subject if row.content else "",
            "outcome": row.status,
            "created": row.created_at.isoformat(),
            "accepted": row.accepted_at.isoformat() if row.accepted_at else None,
        }
        for row in messages
    ]
    lists = Subscription.objects.alias(address=Lower("email")).filter(address=address).select_related("list")
    came = IncomingMessage.objects.alias(address=Lower("sender")).filter(address=address).defer("raw")
    found += [
        {"what": "incoming", "subject": row.subject, "received": row.received_at.isoformat(), "belongs to": row.thread}
        for row in came
    ]
    return found + [
        {"what": "list", "list": row.list.title, "status": row.status, "consent": row.consent} for row in lists
    ]
