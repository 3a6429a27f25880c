"""What a message that came back says: which address failed, how, and whether for good.

Standards first: RFC 3464 (delivery status), RFC 5965 (complaints), RFC 3463 (the codes). What mail servers wrote
before, or write beside, is left to flufl.bounce, Mailman's collection of odd formats.
"""

from __future__ import annotations

import email
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from flufl.bounce import all_failures

from post.inbound import mime
from post.mail.verdicts import is_dead

logger = logging.getLogger(__name__)

MOST_FAILURES = 50
MOST_LINES = 5_000  # each detector reads every line; what a mail server says stands before what it gives back
_CODE = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_SMTP = re.compile(r"\b([45]\d\d)[ -]")
_DELAY = re.compile(
    r"\bwarning\b|delay|försen|fördröj|(still|keep) trying|will (be )?retr|försöker igen", re.IGNORECASE
)


@dataclass(frozen=True)
class Failure:
    """One address that a bounce names. `failed` is False for a mere delay."""

    address: str
    failed: bool
    status_code: str = ""
    explanation: str = ""

    @property
    def for_good(self) -> bool:
        """Tell whether the address should not be written to again."""
        return self.failed and is_dead(self.status_code, self.explanation)


@dataclass(frozen=True)
class Original:
    """What a bounce or complaint says about the message it is about."""

    message_ids: tuple[str, ...] = ()
    envelope_from: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


def report_type(message: Message) -> str:
    """Return the kind of a multipart/report (RFC 6522): delivery-status, feedback-report, …; else nothing."""
    if message.get_content_type() != "multipart/report":
        return ""
    try:
        return str(message.get_param("report-type", "") or "").lower()
    except mime.UNREADABLE:
        return ""


def delivery_status(message: Message) -> list[Failure] | None:
    """Return the failures of an RFC 3464 report, or None for a message that is none, or tells of no recipient."""
    reports = [part for part in mime.parts(message) if part.get_content_type() in _STATUS_TYPES]
    told = [block for part in reports for block in _blocks(part) if mime.header(block, "Action")]
    if not told:
        return None
    return [failure for block in told if (failure := _failure(block))][:MOST_FAILURES]


_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")


def _blocks(part: Message) -> Iterator[Message]:
    """Go through the groups of fields of a report, however the parser took them apart.

    Of message/global-delivery-status (RFC 6533) it makes one message, whose head is the first group and whose text
    is all the others.
    """
    if part.is_multipart():
        for child in mime.children(part):
            yield child
            if not child.is_multipart():
                yield from _groups(child)
        return
    yield from _groups(part)


def _groups(part: Message) -> Iterator[Message]:
    for group in re.split(r"\n\s*\n", mime.part_text(part)):
        if group.strip():
            yield email.message_from_string(group.strip() + "\n\n")


def _failure(block: Message) -> Failure | None:
    action = mime.header(block, "Action").lower()
    if not action.startswith(("fail", "error", "delayed")):
        return None
    diagnostic = mime.header(block, "Diagnostic-Code")
    named = mime.header(block, "Original-Recipient") or mime.header(block, "Final-Recipient")
    code = _CODE.search(mime.header(block, "Status"))
    given = code[0] if code else ""
    if given in ("", "5.0.0", "4.0.0") and (better := _CODE.search(diagnostic)):
        given = better[0]
    return Failure(
        address=named.rpartition(";")[2].strip().strip("<>").lower()[:320],
        failed=not action.startswith("delayed"),
        status_code=given[:12],
        explanation=diagnostic[:500],
    )


def odd_format(message: Message) -> list[Failure] | None:
    """Return the failures of a bounce that follows no standard, or None for a message that is none."""
    named = mime.addresses(message, "X-Failed-Recipients")  # Exim, and Gmail to this day
    delayed: set[str] = set()
    if not named:
        delayed, permanent = _by_collection(message)
        named = sorted(permanent)
    if not named and not delayed:
        return None
    given, text = _explained(message)
    failures = [Failure(address, True, given, text) for address in named]
    failures += [Failure(address, False, given, text) for address in sorted(delayed)]
    return failures[:MOST_FAILURES]


def in_unknown_words(message: Message) -> list[Failure]:
    """Return the failure of a bounce that names nobody in any format we know.

    For what a mail server sent to a sealed address of ours: that says which message came back, whatever the words.
    """
    given, text = _explained(message)
    is_delay = _DELAY.search(mime.header(message, "Subject")) or _DELAY.search(text)
    return [Failure("", not is_delay, given, text)]


def _explained(message: Message) -> tuple[str, str]:
    """Return the code that a mail server's words hold, if any, and the words."""
    text = mime.plain_text(message)[:5_000]
    code = _CODE.search(text)
    smtp = _SMTP.search(text)
    return code[0] if code else f"{smtp[1][0]}.0.0" if smtp else "", text[:2_000]


def _shorten(message: Message) -> None:
    """Leave a message its first lines, in the order of its parts."""
    left = MOST_LINES
    for part in message.walk():
        text = part.get_payload()
        if isinstance(text, str):
            lines = text.split("\n", left)
            if len(lines) > left:  # what is left as it was keeps its letters beyond ASCII
                part.set_payload("\n".join(lines[:left]))
            left -= min(left, len(lines))


def _by_collection(message: Message) -> tuple[set[str], set[str]]:
    """Ask flufl.bounce; a detector that stumbles over broken MIME has found nothing, and says so in the log.

    A missing or broken sender makes it give up before its last detectors, so it gets one that can be read.
    """
    sender = next(iter(mime.addresses(message, "From")), "mailer-daemon@invalid")
    del message["From"]
    message["From"] = sender
    try:
        _shorten(message)
        temporary, permanent = all_failures(message)
    except (*mime.UNREADABLE, RecursionError) as error:
        logger.info("bounce detector stumbled", extra={"error": type(error).__name__})
        return set(), set()
    return {_ascii(address) for address in temporary}, {_ascii(address) for address in permanent}


def _ascii(address: bytes) -> str:
    return mime.clean(address.decode("ascii", "replace")).strip().lower()[:320]


def complaint(message: Message) -> Original | None:
    """Return which message an RFC 5965 report complains about, or None for a message that is none."""
    reports = [part for part in mime.parts(message) if part.get_content_type() == "message/feedback-report"]
    if report_type(message) != "feedback-report" or not reports:
        return None
    blocks = [block for part in reports for block in _blocks(part)]
    if any(mime.header(block, "Feedback-Type").lower() in ("not-spam", "opt-out-list") for block in blocks):
        return Original()
    about = original(message)
    return Original(
        about.message_ids,
        (*(a for block in blocks for a in mime.addresses(block, "Original-Mail-From")), *about.envelope_from),
        (*(a for block in blocks for a in mime.addresses(block, "Original-Rcpt-To")), *about.recipients),
    )


def original(message: Message) -> Original:
    """Return what stands in the returned message, or in the head of it that came along."""
    ids: list[str] = []
    senders: list[str] = []
    recipients: list[str] = []
    for returned in _returned(message):
        ids += re.findall(r"<[^<>\s]{3,250}>", mime.header(returned, "Message-ID"))
        senders += mime.addresses(returned, "Return-Path", "Sender", "X-Envelope-From")
        recipients += mime.addresses(returned, "To", "Delivered-To", "X-Original-To")
    return Original(tuple(ids[:10]), tuple(senders[:10]), tuple(recipients[:10]))


def _returned(message: Message) -> Iterator[Message]:
    for part in mime.parts(message):
        kind = part.get_content_type()
        if kind in ("message/rfc822", "message/global"):
            yield from mime.children(part)[:1]
        elif kind in ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"):
            yield email.message_from_string(mime.part_text(part)[:50_000].lstrip())
