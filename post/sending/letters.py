"""From rows of the ledger to letters for the wire."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection

from common import clock
from common.crypto import UndecipherableError, decrypt
from post import transitions
from post.lifecycle import UNSENT, MailingStatus, SubscriptionStatus
from post.mail import frozen
from post.mail.addresses import Address, parse_address, return_path
from post.mail.links import address, token_for
from post.models import Content, Delivery
from post.sending.relay import Letter, Pipeline

logger = logging.getLogger(__name__)

BATCH = 128
"""Messages read from the ledger at once, more than a bundle holds: a batch short of it is the bundle's last."""
PAGES = {"unsubscribe": "leave", "preferences": "preferences"}
MOST_CONTENTS = 400  # contents taken apart that a worker remembers

# A paused mail-out gives no rows. Who has left its lists since the fan-out, was taken out of them, or wants no
# mail-outs, is `gone`.
# The bundle is taken whole before it is put in order: of rows written a moment ago the planner knows nothing, and to
# have them in the order of ids it would go through every message of the mail-out for each bundle.
_BATCH = """
WITH bundle AS MATERIALIZED (
    SELECT d.id, d.attempts, d.recipient, d.message_id, d.content_id, d.subscription_id,
           CASE WHEN d.variables = '{}' THEN NULL ELSE d.variables::text END AS variables
    FROM post_delivery d
    WHERE d.mailing_id = %(mailing)s AND d.chunk = %(chunk)s AND d.channel = 'mail'
      AND d.status = ANY(%(unsent)s) AND (d.next_attempt_at IS NULL OR d.next_attempt_at <= %(now)s)
      AND EXISTS (SELECT 1 FROM post_mailing m WHERE m.id = %(mailing)s AND m.status = %(sending)s)
)
SELECT b.*,
       EXISTS (SELECT 1 FROM post_suppression p WHERE lower(p.email) = lower(b.recipient))
       OR coalesce((
           SELECT bool_and(s.status <> %(confirmed)s) AND bool_or(s.status = %(left)s)
           FROM post_subscription s JOIN post_mailing_lists l ON l.mailinglist_id = s.list_id
           WHERE l.mailing_id = %(mailing)s AND lower(s.email) = lower(b.recipient)),
           b.subscription_id IS NOT NULL) AS gone
FROM bundle b WHERE b.id > %(after)s ORDER BY b.id LIMIT %(size)s
"""


class Due(NamedTuple):
    """The little of a delivery that sending needs."""

    pk: int
    attempts: int
    recipient: str
    message_id: str
    content_id: int
    subscription_id: int | None
    variables: str | None  # JSON


def next_batch(mailing_id: int, chunk: int, *, after: int) -> list[Due]:
    """Return the next messages of a bundle, without those whose recipient has left since the fan-out."""
    values: dict[str, Any] = {
        "mailing": mailing_id,
        "chunk": chunk,
        "after": after,
        "size": BATCH,
        "now": clock.now(),
        "unsent": [state.value for state in UNSENT],
        "confirmed": SubscriptionStatus.CONFIRMED.value,
        "left": SubscriptionStatus.LEFT.value,
        "sending": MailingStatus.SENDING.value,
    }
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_BATCH, values)
            rows = cursor.fetchall()
        if gone := [row[0] for row in rows if row[-1]]:
            transitions.skipped(gone, reason="left")
        staying = [Due(*row[:-1]) for row in rows if not row[-1]]
        if staying or not rows:
            return staying
        values["after"] = rows[-1][0]


class Composer:
    """Fills a mail-out's frozen contents for one recipient after the other."""

    def __init__(self) -> None:
        self._pieces: dict[int, frozen.Pieces] = {}
        self._pages = {f"{name}_url": _around(f"post:{page}") for name, page in PAGES.items()}

    def letter(self, due: Due, line: Pipeline, moment: datetime, *, quiet: Callable[[], None]) -> Letter | None:
        """Return the letter; None (and the ledger says why) for what this mail server can't reach or has no text.

        `quiet` is called before the database is asked anything.
        """
        to = reachable(due, line, quiet)
        if to is None:
            return None
        if due.content_id not in self._pieces:
            quiet()
        pieces = self._pieces_of(due.content_id)
        if pieces is None:
            put_behind(due)
            return None
        data = frozen.fill(pieces, self._values(due, to, moment))
        return Letter(due.pk, return_path(due.pk), to.envelope, data, utf8=to.needs_smtputf8)

    def _values(self, due: Due, to: Address, moment: datetime) -> dict[str, str]:
        token = token_for(due.pk, due.subscription_id)
        values = {name: f"{before}{token}{after}" for name, (before, after) in self._pages.items()}
        values |= {"recipient": due.recipient, "to": to.envelope, "date": _date(moment), "message_id": due.message_id}
        if due.variables:
            return {name: str(value) for name, value in json.loads(due.variables).items()} | values
        return values

    def _pieces_of(self, content_id: int) -> frozen.Pieces | None:
        if content_id not in self._pieces:
            body = Content.objects.values_list("body", flat=True).filter(pk=content_id).first()
            if body is None:
                return None
            if len(self._pieces) >= MOST_CONTENTS:
                self._pieces.clear()
            self._pieces[content_id] = frozen.take_apart(bytes(body))
        return self._pieces[content_id]


def single_letter(delivery: Delivery, line: Pipeline) -> Letter | None:
    """Return a single message as it leaves, a secret one decrypted; None where it can't be reached or read."""
    to = reachable(delivery, line, lambda: None)
    if to is None:
        return None
    body = _readable(delivery.content)
    if body is None:
        put_behind(delivery)
        return None
    data = frozen.double_dots(body)
    return Letter(delivery.pk, return_path(delivery.pk), to.envelope, data, utf8=to.needs_smtputf8)


def _readable(content: Content | None) -> bytes | None:
    """Return what a message says; None where it has been erased, or no key of ours opens it."""
    if content is None or content.erased_at is not None:
        return None
    try:
        return decrypt(bytes(content.body)) if content.encrypted else bytes(content.body)
    except UndecipherableError:
        return None


def put_behind(delivery: Due | Delivery) -> None:
    """Let a message without a text we can read be tried later, so that those behind it leave now.

    The key that wrote it may be put back; else it is given up as what the mail server never takes is.
    """
    logger.error("message has no text that can be read", extra={"delivery": delivery.pk})
    transitions.deferred(delivery, None, "", reason="unreadable")


def reachable(delivery: Due | Delivery, line: Pipeline, quiet: Callable[[], None]) -> Address | None:
    """Return the address taken apart, or None (and say so in the ledger) if this mail server can't carry it."""
    try:
        to = parse_address(delivery.recipient)
    except ValidationError:
        quiet()
        transitions.refused(delivery, None, "", reason="bad_address")
        return None
    if to.needs_smtputf8 and not line.has_extn("smtputf8"):
        quiet()
        transitions.refused(delivery, None, "", reason="smtputf8_missing")
        return None
    return to


@lru_cache(maxsize=4)
def _date(moment: datetime) -> str:
    """Return the Date header (RFC 5322); a batch shares its moment."""
    return format_datetime(moment)


def _around(name: str) -> tuple[str, str]:
    """Return what stands before and after the token in the address of a page."""
    before, _token, after = address(name, "TOKEN").partition("TOKEN")
    return before, after
