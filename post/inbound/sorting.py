"""What a message that came in is, and what it says about itself. Pure: asks no database and believes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from email.message import Message

from post.inbound import bounces, mime
from post.inbound.bounces import Failure, Original
from post.lifecycle import IncomingKind
from post.mail.addresses import delivery_of_return_path, is_reply_address, is_return_path, reply_address_of

# Where mail servers write whom a message was delivered for, besides what the command is told.
ENVELOPE_HEADERS = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To")
_DAEMONS = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|maildaemon|mdaemon|mailerdaemon|)@", re.IGNORECASE)
_AUTO_SUBJECT = re.compile(
    r"^\W*(autosvar|automatiskt svar|automatsvar|automatisk(t)? (svar|meddelande)|frånvaro(meddelande|besked)?\b|"
    r"ej på (kontoret|plats)|inte på kontoret|(jag är )?på semester|semester(hälsning|meddelande)?:|föräldraledig|"
    r"sjukskriven|auto(matic)?[ -]?(reply|response|matic reply)|auto:|out of( the)? office|ooo:|on vacation|"
    r"away from|abwesenheit|automatische antwort|fraværende|automatisk svar|poissa)",
    re.IGNORECASE,
)
_AUTO_HEADERS = (
    "X-Autoreply",
    "X-Autorespond",
    "X-Auto-Reply",
    "X-AutoReply-From",
    "X-Mail-Autoreply",
    "X-FC-MachineGenerated",
)


@dataclass(frozen=True)
class Understood:
    """What was read. `deliveries` and `reply_addresses` are ids whose seal was right; forged ones are only told of."""

    kind: IncomingKind
    reason: str = ""
    sender: str = ""
    subject: str = ""
    message_id: str = ""
    envelope_to: str = ""
    deliveries: tuple[int, ...] = ()
    reply_addresses: tuple[int, ...] = ()
    failures: tuple[Failure, ...] = ()
    original: Original = field(default_factory=Original)


def understand(raw: bytes, envelope_to: str = "") -> Understood:
    """Sort one message. Never raises, whatever the bytes."""
    message, whole = mime.open_message(raw)
    to = _addressed(message, envelope_to)
    head = Understood(
        IncomingKind.UNKNOWN,
        sender=next(iter(mime.addresses(message, "From")), ""),
        subject=mime.header(message, "Subject", 300),
        message_id=mime.header(message, "Message-ID", 300),
        envelope_to=to[0] if to else "",
        deliveries=_unique(delivery_of_return_path(address) for address in to),
        reply_addresses=_unique(reply_address_of(address) for address in to),
    )
    return _sorted(message, to, head) if whole else replace(head, reason="too_complicated")


def _unique(ids: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for number in ids if number is not None))


def _addressed(message: Message, envelope_to: str) -> list[str]:
    """Return whom it came for: what the mail server said, else what it wrote, else what the sender wrote.

    A mailbox that several addresses lead to has its own name written there: then a sealed address is looked for in
    what the sender wrote, and stands first.
    """
    if envelope_to:
        return [mime.clean(envelope_to).strip().lower()[:320]]
    written = mime.addresses(message, *ENVELOPE_HEADERS)[:50]
    if any(_is_sealed(address) for address in written):
        return written
    named = mime.addresses(message, "To", "Cc")[:50]
    return [*filter(_is_sealed, named), *written, *named]


def _is_sealed(address: str) -> bool:
    return delivery_of_return_path(address) is not None or reply_address_of(address) is not None


def _sorted(message: Message, to: list[str], head: Understood) -> Understood:
    complained = bounces.complaint(message)
    if complained is not None:
        return replace(head, kind=IncomingKind.COMPLAINT, original=complained)
    automatic, sounds_so = is_automatic(message), sounds_automatic(message)
    failures = bounces.delivery_status(message)
    if failures is None and not automatic and not sounds_so:
        failures = bounces.odd_format(message)
        if failures is None and head.deliveries and _is_of_a_mail_server(message):
            failures = bounces.in_unknown_words(message)
    if failures is not None:
        about = bounces.original(message)
        return replace(head, kind=IncomingKind.BOUNCE, failures=tuple(failures), original=about)
    if automatic or (sounds_so and head.deliveries):  # no person writes to a return path
        return replace(head, kind=IncomingKind.AUTO)
    doubt = "auto_subject" if sounds_so else ""
    if any(is_reply_address(address) for address in to):
        return replace(head, kind=IncomingKind.REPLY, reason=doubt if head.reply_addresses else "token_forged")
    forged = any(is_return_path(address) for address in to) and not head.deliveries
    return replace(head, reason="return_path_forged" if forged else doubt)


def _is_of_a_mail_server(message: Message) -> bool:
    return any(_DAEMONS.match(sender) for sender in mime.addresses(message, "From"))


def is_automatic(message: Message) -> bool:
    """Tell whether a machine answered (RFC 3834, and what Exchange, Gmail and older ones write instead).

    A mail server's own messages are bounces that say they are automatic: those are not meant.
    """
    if bounces.report_type(message) == "disposition-notification":  # "has been read"
        return True
    if _is_something_else(message):
        return False
    submitted = mime.header(message, "Auto-Submitted").lower()
    if submitted and not submitted.startswith("no"):
        return True
    if any(mime.header(message, name) for name in _AUTO_HEADERS):
        return True
    if mime.header(message, "Precedence").lower() in ("auto_reply", "auto-reply"):
        return True
    return bool(mime.header(message, "X-Auto-Response-Suppress")) and sounds_automatic(message)


def sounds_automatic(message: Message) -> bool:
    """Tell whether the subject reads like a machine's answer. People write so too: this alone decides nothing."""
    return not _is_something_else(message) and _AUTO_SUBJECT.match(mime.header(message, "Subject")) is not None


def _is_something_else(message: Message) -> bool:
    failed = _is_of_a_mail_server(message) or bool(message.get("X-Failed-Recipients"))
    return failed or mime.is_calendar_answer(message)
