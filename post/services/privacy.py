"""What the post holds about a person, and how it forgets one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from accounts.models import User
from common import clock
from common.crypto import UndecipherableError, decrypt
from post import transitions
from post.inbound import reading
from post.inbound.handling import person_hash
from post.mail import shown
from post.mail.addresses import compared, readable
from post.models import (
    Bounce,
    Content,
    Delivery,
    IncomingMessage,
    ListImport,
    ReplyAddress,
    Subscription,
    Suppression,
)
from post.slots import PHONE_BOOKS, PhoneBook
from post.sms.numbers import parse_mobile

_ACCOUNTS = PhoneBook(rows=User.objects.all)


def prepare_erasure(email: str) -> Callable[[], int]:
    """Look up a person's telephone numbers while the rooms still know them; return what forgets the person."""
    return partial(erase_person, email, numbers=numbers_of(compared(email)))


@transaction.atomic
def erase_person(email: str, *, numbers: Collection[str] | None = None) -> int:
    """Forget an address: what has not left is not sent, lists no longer know it. Returns changed rows.

    Text messages to its telephone numbers go with it: those given, or those the rooms know. A number given instead of
    an address is forgotten.
    """
    address = compared(email)
    known = numbers_of(address) if numbers is None else numbers
    mine = Delivery.objects.alias(address=Lower("recipient")).filter(address__in=[address, *known])
    keys = list(mine.values_list("pk", flat=True))
    transitions.skipped(keys, reason="erased")
    changed = _forget_texts(keys) + transitions.forget(Q(pk__in=keys))
    changed += _forget_what_came_in(address, keys) + _out_of_imports(address)
    for model in (Subscription, Suppression, Bounce):
        changed += model.objects.alias(address=Lower("email")).filter(address=address).delete()[0]
    return changed


@transaction.atomic
def forget_list(*, list_key: str) -> int:
    """Forget everybody on a list whose purpose has ended; what has not left is not sent. Returns how many they were."""
    readers = Subscription.objects.filter(list__key=list_key)
    keys = list(readers.values_list("pk", flat=True))
    transitions.taken_out(keys)
    readers.delete()
    return len(keys)


def _of_threads(threads: Collection[str]) -> tuple[list[int], QuerySet[IncomingMessage]]:
    """Return what was sent out in some threads, and what came in."""
    mine = list(Delivery.objects.filter(mailing=None, content__thread__in=threads).values_list("pk", flat=True))
    return mine, IncomingMessage.objects.filter(Q(thread__in=threads) | Q(delivery__in=mine))


def count_threads(threads: Collection[str]) -> int:
    """Return how many messages `forget_threads` would forget."""
    mine, came_in = _of_threads(threads)
    return len(mine) + came_in.count()


def forget_threads(threads: Collection[str]) -> int:
    """Forget every message of some threads, out and in, and the addresses that lead to them. Returns how many."""
    mine, came_in = _of_threads(threads)
    transitions.skipped(mine, reason="erased")
    _forget_texts(mine)
    transitions.forget(Q(pk__in=mine))
    count = len(mine) + came_in.count()
    came_in.delete()
    ReplyAddress.objects.filter(thread__in=threads).delete()
    return count


def numbers_of(address: str) -> list[str]:
    """Return the mobile numbers of an address, as text messages go to them.

    That of its account, and those that rooms hold beside this address and no other: whoever writes another's number
    in a form shall neither read nor stop what that person gets (docs/decisions/0261).
    """
    own = _mobiles([address, *_ACCOUNTS.phones_of(address)])
    claimed = _mobiles(phone for book in PHONE_BOOKS for phone in book.phones_of(address)) - own
    return sorted(own | {number for number in claimed if _addresses_of(number) <= {address.lower()}})


def _addresses_of(number: str) -> set[str]:
    return {address for book in (_ACCOUNTS, *PHONE_BOOKS) for address in book.addresses_of(number)}


def _mobiles(typed: Iterable[str]) -> set[str]:
    found = set()
    for phone in typed:
        with suppress(ValidationError):  # no mobile number: then no text message went there either
            found.add(parse_mobile(phone))
    return found


def _forget_texts(deliveries: list[int]) -> int:
    """Erase what single messages said: also to several at once, for each names them all. Others' wait to be sent."""
    waiting = Delivery.objects.transactional().unsent().filter(content=OuterRef("pk"))
    written = Content.objects.filter(mailing=None, pk__in=Delivery.objects.filter(pk__in=deliveries).values("content"))
    return written.filter(~Exists(waiting)).update(body=b"", subject="", erased_at=clock.now())


def _forget_what_came_in(address: str, deliveries: list[int]) -> int:
    """Delete what an address sent us, and what came back of what we sent there."""
    mine = IncomingMessage.objects.alias(address=Lower("sender")).filter(
        Q(address__in=[address, readable(address)]) | Q(delivery__in=deliveries)
    )
    return mine.delete()[0] + ReplyAddress.objects.filter(person_hash=person_hash(address)).delete()[0]


def export_person(email: str) -> list[dict[str, object]]:
    """Return what is held about an address: lists with the proof, messages with their text, what stops mail.

    Secret messages, whose links and codes open doors, are named without their text.
    """
    address = compared(email)
    return [*_messages_of(address), *_incoming_of(address), *_lists_of(address), *_stops_of(address)]


def _messages_of(address: str) -> Iterator[dict[str, object]]:
    known = [address, *numbers_of(address)]
    rows = Delivery.objects.alias(address=Lower("recipient")).filter(address__in=known).order_by("pk")
    for row in rows.select_related("content", "mailing").defer("content__body"):
        yield {
            "what": "message",
            "subject": row.content.subject if row.content else "",
            "text": shown.text_of(row) if row.mailing_id is None and shown.is_readable(row.content) else "",
            "channel": row.get_channel_display(),
            "outcome": row.get_status_display(),
            "created": row.created_at.isoformat(),
            "accepted": row.accepted_at.isoformat() if row.accepted_at else None,
            "filled in": row.variables,
        }


def _incoming_of(address: str) -> Iterator[dict[str, object]]:
    known = [address, readable(address)]
    for row in IncomingMessage.objects.alias(address=Lower("sender")).filter(address__in=known).iterator(chunk_size=1):
        yield {
            "what": "incoming",
            "subject": row.subject,
            "text": _words_of(row),
            "received": row.received_at.isoformat(),
            "belongs to": row.thread,
        }


def _words_of(row: IncomingMessage) -> str:
    """Return what somebody wrote to us, without what they quote; nothing where no key opens it."""
    try:
        return shown.without_secrets(reading.read(decrypt(bytes(row.raw))).text)
    except UndecipherableError:
        return ""


def _lists_of(address: str) -> Iterator[dict[str, object]]:
    rows = Subscription.objects.alias(address=Lower("email")).filter(address=address)
    for row in rows.select_related("list").prefetch_related("events"):
        events = [
            f"{event.at.isoformat()} {event.get_moved_to_display()} {event.reason}".strip()
            for event in row.events.all()
        ]
        about = {"status": row.get_status_display(), "language": row.language, "consent": row.consent, "events": events}
        yield {"what": "list", "list": row.list.title, **about}


def _stops_of(address: str) -> Iterator[dict[str, object]]:
    for row in Suppression.objects.alias(address=Lower("email")).filter(address=address):
        yield {"what": "no mail-outs", "why": row.get_reason_display(), "since": row.at.isoformat()}
    for bounce in Bounce.objects.alias(address=Lower("email")).filter(address=address):
        yield {"what": "bounce", "why": bounce.get_kind_display(), "at": bounce.at.isoformat()}


def _names(line: list[object], address: str) -> bool:
    """Tell whether an import's line is about an address: the one that was read, or one among refused words."""
    _number, text, _language, fault = line
    if not fault:
        return str(text).lower() == address
    forms = (re.escape(form).replace("@", r"\s*@\s*") for form in {address, readable(address)})
    return re.search(rf"(?<![\w.+-])(?:{'|'.join(forms)})(?![\w-]|\.\w)", str(text).lower()) is not None


def _out_of_imports(address: str) -> int:
    """Take an address out of the lines of imports: those few whose lines are still kept."""
    changed = 0
    for row in ListImport.objects.select_for_update().exclude(lines=[]):
        kept = [line for line in row.lines if not _names(line, address)]
        if len(kept) < len(row.lines):
            row.lines = kept
            row.save(update_fields=["lines"])
            changed += 1
    return changed
