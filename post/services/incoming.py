"""Mail that comes in: taken into the ledger before anybody reads it, and the addresses it may come back to."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction

from common import clock
from common.crypto import encrypt
from common.limits import within_limit
from common.wake import wake_after_commit
from post import transitions
from post.figures import FETCHED
from post.inbound import imap
from post.inbound.handling import DAY, person_hash
from post.inbound.locks import alone
from post.inbound.sorting import Understood
from post.inbound.sorting import understand as understand_message
from post.lifecycle import IncomingKind, IncomingStatus
from post.mail import letters
from post.mail.addresses import reply_path
from post.models import IncomingEvent, IncomingMessage, ReplyAddress
from post.tasks import understand

REPLY_DAYS = 365


class TooLargeError(ValueError):
    """A message larger than POST_INCOMING_MAX_BYTES: not taken, and the sender is told."""


def take_in(*, raw: bytes, source: IncomingMessage.Source, envelope_to: str = "") -> tuple[IncomingMessage, bool]:
    """Store a message as it came and wake a worker; the second value is False for one that is here already.

    When this returns outside a transaction the message is committed: the mail server may forget it. Raises
    TooLargeError.
    """
    if len(raw) > settings.POST_INCOMING_MAX_BYTES:
        raise TooLargeError
    return _taken(raw, source, envelope_to)


def _taken(
    raw: bytes, source: IncomingMessage.Source, envelope_to: str, *, is_head: bool = False
) -> tuple[IncomingMessage, bool]:
    recipient = envelope_to.replace("\x00", "").strip()[:320]
    digest = hashlib.sha256(recipient.lower().encode("utf-8", "replace") + b"\n" + raw).hexdigest()
    known = IncomingMessage.objects.filter(digest=digest).defer("raw").first()
    if known is not None:
        return known, False
    try:
        with transaction.atomic():
            row = IncomingMessage.objects.create(
                source=source, digest=digest, raw=encrypt(raw), size=len(raw), envelope_to=recipient
            )
            IncomingEvent.objects.create(message=row, moved_to=IncomingStatus.RECEIVED, reason=source)
            if is_head:
                _set_aside(row, raw)
            else:
                wake_after_commit(understand, row.pk)
    except IntegrityError:  # the same message at the same moment, from another process
        return IncomingMessage.objects.defer("raw").get(digest=digest), False
    return row, True


def _set_aside(row: IncomingMessage, head: bytes) -> None:
    """Let a message too large to be fetched wait for a person, who finds it flagged in the mailbox.

    Its sender is told where that is safe: once a day, who answers a letter of ours from the address it went to.
    Anybody can write any other sender, and a machine's reply asks for no answer.
    """
    read = understand_message(head)
    row.sender, row.subject, row.message_id = read.sender, read.subject, read.message_id
    row.save(update_fields=["sender", "subject", "message_id"])
    transitions.move_incoming(row.pk, IncomingStatus.WAITING, actor=None, reason="too_large")
    if _may_be_told(read) and within_limit("too-large-answer", person_hash(read.sender), most=1, seconds=DAY):
        letters.too_large(email=read.sender, reply_to=reply_path(read.reply_addresses[0])).send()


def _may_be_told(read: Understood) -> bool:
    if read.kind != IncomingKind.REPLY or read.reason:
        return False
    address = ReplyAddress.objects.filter(pk__in=read.reply_addresses[:1], expires_at__gt=clock.now()).first()
    return address is not None and address.person_hash == person_hash(read.sender)


def fetch_mail() -> int | None:
    """Take what is new in the mailbox of IMAP_URL; returns how many messages, None where another process is at it.

    Raises MailboxAwayError.
    """

    def store(raw: bytes, is_head: bool) -> None:
        _taken(raw, IncomingMessage.Source.IMAP, "", is_head=is_head)

    with alone("post:fetch-mail") as is_alone:
        if not is_alone:
            return None
        count = imap.fetch(imap.mailbox_of(settings.IMAP_URL), store=store, largest=settings.POST_INCOMING_MAX_BYTES)
    cache.set(FETCHED, clock.now(), timeout=None)
    return count


def reply_address(*, thread: str, person: str, days: int = REPLY_DAYS) -> str:
    """Return the address whose mail comes back to a thread from one person; empty where no replies are taken.

    The same person keeps the same address in a thread. It is valid for so many days from now, and opens nothing
    for anybody else: whoever else writes there waits for a person to decide.
    """
    if not settings.POST_REPLY_DOMAIN:
        return ""
    row, _is_new = ReplyAddress.objects.update_or_create(
        thread=thread[:120],
        person_hash=person_hash(person),
        defaults={"expires_at": clock.now() + timedelta(days=days)},
    )
    return reply_path(row.pk)
