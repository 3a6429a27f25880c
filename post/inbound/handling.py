"""What is done with a message that came in: brought to its thread, counted as a bounce, or left for a person.

Everything about one message happens in one transaction with its status, so it happens once.
"""

from __future__ import annotations

import logging

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Lower

from common import clock, limits
from common.crypto import UndecipherableError, decrypt
from common.signed_links import token_hash
from post import transitions
from post.inbound import mime, quotes
from post.inbound.bounces import Failure
from post.inbound.locks import alone
from post.inbound.sorting import Understood, understand
from post.lifecycle import BounceKind, IncomingKind, IncomingStatus, SubscriptionStatus
from post.mail.addresses import compared, delivery_of_return_path
from post.models import Delivery, IncomingMessage, ReplyAddress, Subscription
from post.slots import COMPLAINTS, Attachment, Reply, ThreadGoneError, take_apart

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
"""How often a worker may die of a message before it waits for a person instead."""
REPLIES_A_DAY = 20  # by one person to one thread: more than that is two machines answering each other
MOST_COPIES = 5  # of one Message-ID that are looked at
DAY = 86_400  # seconds


def person_hash(email: str) -> str:
    """Return the keyed hash by which a reply address knows its person."""
    return token_hash("reply:" + compared(email))


def handle(message_id: int) -> None:
    """Understand one message and act on it. Nothing happens to one that was handled, or is being handled, already.

    The attempt is committed before it is made, so that a message that kills its worker is not tried for ever.
    """
    with alone(f"incoming:{message_id}") as is_alone:
        unread = IncomingMessage.objects.filter(pk=message_id, status=IncomingStatus.RECEIVED)
        if not is_alone or not unread.update(attempts=F("attempts") + 1):
            return
        with transaction.atomic():
            row = unread.select_for_update().first()
            if row is None:  # its sender was erased in this moment
                return
            if row.attempts > MOST_ATTEMPTS:
                transitions.move_incoming(row.pk, IncomingStatus.WAITING, actor=None, reason="crashed")
                return
            raw = decrypt(row.raw)
            _act(row, understand(raw, row.envelope_to), raw)


def _act(row: IncomingMessage, read: Understood, raw: bytes) -> None:
    row.kind, row.sender, row.subject = read.kind, read.sender, read.subject
    row.message_id, row.envelope_to = read.message_id, read.envelope_to
    row.save(update_fields=["kind", "sender", "subject", "message_id", "envelope_to"])
    if _came_before(row, raw):
        there, reason = IncomingStatus.HANDLED, "duplicate"
    elif read.kind == IncomingKind.REPLY:
        there, reason = _reply(row, read, raw)
    elif read.kind == IncomingKind.BOUNCE:
        there, reason = _bounce(row, read)
    elif read.kind == IncomingKind.COMPLAINT:
        there, reason = _complaint(row, read)
    elif read.kind == IncomingKind.AUTO:
        there, reason = IncomingStatus.HANDLED, ""
    else:
        there, reason = IncomingStatus.WAITING, read.reason
    if row.delivery_id is None and read.deliveries:
        row.delivery = Delivery.objects.filter(pk__in=read.deliveries).first()
    transitions.move_incoming(row.pk, there, actor=None, reason=reason, thread=row.thread, delivery=row.delivery)


def _came_before(row: IncomingMessage, raw: bytes) -> bool:
    """Tell whether the same message came in before, another way. Two copies at once stand in line.

    Some programs give every message the same Message-ID: what says something else is another message.
    """
    if not row.message_id:
        return False
    with connection.cursor() as cursor:
        key = f"incoming-message:{row.message_id}:{row.envelope_to}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    same = IncomingMessage.objects.filter(message_id=row.message_id, envelope_to=row.envelope_to, sender=row.sender)
    before = same.exclude(pk=row.pk).exclude(status=IncomingStatus.RECEIVED).exclude(reason="duplicate")
    mine = _said(raw)
    return mine is not None and any(_said(_opened(earlier)) == mine for earlier in before.order_by("-pk")[:MOST_COPIES])


def _said(raw: bytes) -> tuple[str, tuple[Attachment, ...]] | None:
    """Return all that somebody says in a message; None where it can't be read."""
    message, whole = mime.open_message(raw)
    return (mime.plain_text(message), mime.attachments(message)) if whole and raw else None


def _opened(row: IncomingMessage) -> bytes:
    try:
        return decrypt(bytes(row.raw))
    except UndecipherableError:
        return b""


def reply_of(row: IncomingMessage, raw: bytes, *, attached_by: int | None = None) -> Reply:
    """Return a message as the room that takes it reads it."""
    message, _whole = mime.open_message(raw)
    whole_text = mime.plain_text(message)
    return Reply(
        sender=row.sender,
        subject=row.subject,
        text=quotes.without_quote(whole_text),
        whole_text=whole_text,
        attachments=mime.attachments(message),
        received_at=row.received_at,
        attached_by=attached_by,
    )


def _reply(row: IncomingMessage, read: Understood, raw: bytes) -> tuple[IncomingStatus, str]:
    """Bring a reply to its thread. The address proves that its writer has seen our mail; the sender must match too."""
    if not read.reply_addresses:
        return IncomingStatus.WAITING, read.reason
    address = ReplyAddress.objects.filter(pk=read.reply_addresses[0]).first()
    if address is None:
        return IncomingStatus.WAITING, "token_unknown"
    row.thread = address.thread
    if address.expires_at < clock.now():
        return IncomingStatus.WAITING, "token_expired"
    if address.person_hash != person_hash(read.sender):
        return IncomingStatus.WAITING, "wrong_sender"
    if not limits.within_limit("reply", str(address.pk), most=REPLIES_A_DAY, seconds=DAY):
        return IncomingStatus.WAITING, "too_many"
    if read.reason:
        return IncomingStatus.WAITING, read.reason
    reply = reply_of(row, raw)
    if not reply.whole_text and not reply.attachments:
        return IncomingStatus.WAITING, "empty"
    return hand_over(address.thread, reply)


def hand_over(thread: str, reply: Reply) -> tuple[IncomingStatus, str]:
    """Give a reply to the room that knows its thread."""
    taker, thread_id = take_apart(thread)
    if taker is None:
        return IncomingStatus.WAITING, "no_thread"
    try:
        with transaction.atomic():
            taker.receive(thread_id, reply)
    except ThreadGoneError:
        return IncomingStatus.WAITING, "thread_gone"
    return IncomingStatus.HANDLED, ""


def _bounce(row: IncomingMessage, read: Understood) -> tuple[IncomingStatus, str]:
    """Count a bounce against the message it is about: by its sealed address, else by Message-ID and recipient."""
    if not read.failures:
        return IncomingStatus.HANDLED, "delivered"
    sealed = [*read.deliveries, *_sealed(read.original.envelope_from)]
    delivery = Delivery.objects.filter(pk__in=sealed[:1]).first()
    if delivery is None:
        named = [failure.address for failure in read.failures]
        known = Delivery.objects.filter(message_id__in=read.original.message_ids)
        delivery = known.alias(address=Lower("recipient")).filter(address__in=named).first()
    if delivery is None:
        return IncomingStatus.WAITING, "no_delivery"
    row.delivery = delivery
    failure = _of_recipient(read.failures, delivery)
    if not failure.failed:
        return IncomingStatus.HANDLED, "delayed"
    return IncomingStatus.HANDLED, note_failure(delivery, failure)


def _sealed(envelope_senders: tuple[str, ...]) -> list[int]:
    return [found for address in envelope_senders if (found := delivery_of_return_path(address)) is not None]


def _of_recipient(failures: tuple[Failure, ...], delivery: Delivery) -> Failure:
    mine = [failure for failure in failures if failure.address in ("", delivery.recipient.lower())]
    return next(iter(sorted(mine, key=lambda failure: not failure.failed)), failures[0])


def note_failure(delivery: Delivery, failure: Failure) -> str:
    """Note that a message came back, and what that means for its address; returns the reason code.

    An address that itself is dead gets no more mail-outs at once. Where another address is named, the one it
    forwards to say, or the failure may pass, it is counted.
    """
    transitions.came_back(delivery.pk, status_code=failure.status_code)
    about_recipient = failure.address in ("", delivery.recipient.lower())
    kind = BounceKind.HARD if failure.for_good and about_recipient else BounceKind.SOFT
    return str(kind) if transitions.note_bounce(delivery.pk, kind, failure.status_code) else "duplicate"


def _only_one_of(message_ids: tuple[str, ...]) -> Delivery | None:
    """Return the message of a Message-ID that nobody knows but its one recipient and their mail server."""
    known = list(Delivery.objects.filter(message_id__in=message_ids)[:MOST_COPIES])
    return known[0] if len({delivery.recipient.lower() for delivery in known}) == 1 else None


def _complaint(row: IncomingMessage, read: Understood) -> tuple[IncomingStatus, str]:
    """Stop writing to somebody who calls our mail unwanted, and take the address off every list."""
    sealed = [*_sealed(read.original.envelope_from), *read.deliveries]
    delivery = Delivery.objects.filter(pk__in=sealed[:1]).first() or _only_one_of(read.original.message_ids)
    if delivery is None:
        return IncomingStatus.WAITING, "no_delivery"
    row.delivery = delivery
    if not transitions.note_bounce(delivery.pk, BounceKind.COMPLAINT, ""):
        return IncomingStatus.HANDLED, "duplicate"
    reads = Subscription.objects.alias(address=Lower("email")).filter(address=delivery.recipient.lower())
    for subscription in reads.exclude(status=SubscriptionStatus.LEFT).select_for_update():
        transitions.move_subscription(subscription, SubscriptionStatus.LEFT, reason="complaint")
    for stop_writing in COMPLAINTS:
        stop_writing(delivery.recipient)
    return IncomingStatus.HANDLED, ""
