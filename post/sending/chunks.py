"""Fanning out, and bundles: what a worker locks while it sends.

The lock is PostgreSQL's advisory lock of the very connection that marks accepted messages. A killed worker's lock is
freed at once, but never before a mark still on its way has been carried out: docs/decisions/0035.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from common import clock
from post.lifecycle import MailingStatus, SubscriptionStatus
from post.models import Mailing
from post.transitions import count_bundle

CHUNK = 100  # messages
GREAT = 10  # bundles
LOOKED_AT = 200  # bundles a worker asks for before it decides that others hold all that is left
_LOCKS = 0x706F7374 << 32  # "post": where this room's advisory locks begin

# Readers in the order of the unique index, so that it is filled from one end. A Message-ID is the run's number and the
# row's, so that its index is filled from one end too (made from a UUID each it would cost three times as much), and a
# seal: who got one letter could else name everybody's, and so complain in their name. NOT EXISTS instead of ON CONFLICT
# DO NOTHING, which costs a third more: whoever fans out holds the mail-out's row, so nobody else adds to it meanwhile.
_FAN_OUT = """
WITH taken AS (
    SELECT coalesce(max(chunk), -1) + 1 AS first FROM post_delivery WHERE mailing_id = %(mailing)s
), fitting AS (
    SELECT w.language, (
        SELECT c.id FROM post_content c WHERE c.mailing_id = %(mailing)s AND c.variant = ''
        ORDER BY (c.language = w.language) DESC, (c.language = %(usual)s) DESC, c.id LIMIT 1) AS content_id
    FROM (SELECT unnest(%(languages)s::text[]) AS language) w
), readers AS (
    SELECT DISTINCT ON (lower(s.email)) s.id, s.email, s.language, lower(s.email) AS address
    FROM post_subscription s
    JOIN post_mailing_lists l ON l.mailinglist_id = s.list_id AND l.mailing_id = %(mailing)s
    WHERE s.status = %(confirmed)s
      AND NOT EXISTS (SELECT 1 FROM post_suppression p WHERE lower(p.email) = lower(s.email))
    ORDER BY lower(s.email), s.id
), numbered AS (
    SELECT readers.*, row_number() OVER (ORDER BY address) - 1 AS place FROM readers
)
INSERT INTO post_delivery (mailing_id, content_id, subscription_id, chunk, channel, recipient, person, variant,
                           language, variables, status, reason, attempts, message_id, created_at, reply)
SELECT %(mailing)s, f.content_id, n.id, taken.first + n.place / %(size)s, 'mail', n.email, '', '',
       n.language, '{}', 'waiting', '', 0, '<' || %(run)s || lpad(n.place::text, 8, '0') || '.'
       || left(md5(%(secret)s || n.place), 16) || '@' || %(domain)s || '>',
       %(now)s, ''
FROM numbered n CROSS JOIN taken LEFT JOIN fitting f ON f.language = n.language
WHERE NOT EXISTS (SELECT 1 FROM post_delivery d WHERE d.mailing_id = %(mailing)s AND lower(d.recipient) = n.address)
"""

# The planner knows nothing of rows that came a moment ago: it would look through the table it is filling once a
# reader, hours at a hundred thousand. Joins by hash or merge are right at any size.
_PLAN = "SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'"

_LANGUAGES = """
SELECT array_agg(DISTINCT s.language) FROM post_subscription s
JOIN post_mailing_lists l ON l.mailinglist_id = s.list_id AND l.mailing_id = %s
"""

_NAMED = """
WITH wanted AS (
    SELECT DISTINCT variant, language FROM post_delivery WHERE mailing_id = %(mailing)s AND content_id IS NULL
), found AS (
    SELECT w.variant, w.language, (
        SELECT c.id FROM post_content c
        WHERE c.mailing_id = %(mailing)s AND c.variant IN (w.variant, '')
        ORDER BY (c.variant = w.variant) DESC, (c.language = w.language) DESC, (c.language = %(usual)s) DESC, c.id
        LIMIT 1) AS content_id
    FROM wanted w
)
UPDATE post_delivery d SET content_id = found.content_id FROM found
WHERE d.mailing_id = %(mailing)s AND d.content_id IS NULL
  AND d.variant = found.variant AND d.language = found.language
"""

_BUNDLE = """
INSERT INTO post_chunk (mailing_id, number, done, size, accepted, deferred, bounced, left_out)
SELECT mailing_id, chunk, false, count(*), 0, 0, 0, 0 FROM post_delivery WHERE mailing_id = %(mailing)s
GROUP BY mailing_id, chunk
ON CONFLICT DO NOTHING
"""

# A bundle whose lock is free although its worker has not let go of it: that worker, or the database, has died. A worker
# that lives writes down within these seconds what was accepted last, so nobody else takes it before.
_CLAIM = """
SELECT id, number FROM (
    SELECT id, number FROM post_chunk
    WHERE mailing_id = %s AND NOT done AND (next_at IS NULL OR next_at <= %s)
      AND (held_at IS NULL OR greatest(held_at, pg_postmaster_start_time()) < clock_timestamp() - interval '5 seconds')
      AND EXISTS (SELECT 1 FROM post_mailing m WHERE m.id = %s AND m.status = %s)
    ORDER BY number LIMIT %s
) AS due WHERE pg_try_advisory_lock(%s + id) LIMIT 1
"""
_HOLD = """
UPDATE post_chunk SET held_at = clock_timestamp() WHERE id = %s
AND (held_at IS NULL OR greatest(held_at, pg_postmaster_start_time()) < clock_timestamp() - interval '5 seconds')
"""
_UNLOCK = "SELECT pg_advisory_unlock(%s + %s)"


@transaction.atomic
def fan_out(mailing: Mailing) -> int:
    """Write a waiting delivery for every reader, in one statement; running it again adds nobody twice.

    The caller holds the lock of the mail-out's row. A person in several lists, or named already, gets one copy.
    Returns how many were added.
    """
    values: dict[str, Any] = {
        "mailing": mailing.pk,
        "confirmed": SubscriptionStatus.CONFIRMED.value,
        "size": CHUNK,
        "domain": settings.POST_DOMAIN,
        "usual": settings.LANGUAGE_CODE,
        "run": f"{secrets.token_hex(6)}.",
        "secret": secrets.token_hex(16),
        "now": clock.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PLAN)
        cursor.execute(_NAMED, values)
        added = 0 if mailing.named_only else _add_readers(cursor, values)
        cursor.execute(_BUNDLE, values)
    return added


@transaction.atomic
def acquaint(mailing: Mailing) -> None:
    """Tell the planner what a great fan-out has written, by a glance at three thousand rows.

    Of rows that came a moment ago it knows nothing: until PostgreSQL looks by itself, a minute or more, it may read
    the whole mail-out for each bundle.
    """
    if mailing.chunks.count() >= GREAT:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL default_statistics_target = 10")
            cursor.execute("ANALYZE (SKIP_LOCKED) post_delivery (mailing_id, chunk, status), post_chunk")


def _add_readers(cursor: Any, values: dict[str, Any]) -> int:
    cursor.execute(_LANGUAGES, [values["mailing"]])
    values["languages"] = cursor.fetchone()[0] or []
    cursor.execute(_FAN_OUT, values)
    added: int = cursor.rowcount
    return added


@dataclass(frozen=True)
class Bundle:
    """Some hundred messages that this connection holds the lock of."""

    pk: int
    number: int


def claim(mailing_id: int) -> Bundle | None:
    """Lock a bundle with something due; None when nothing is left to claim or the mail-out is paused."""
    with connection.cursor() as cursor:
        while True:
            values: list[Any] = [mailing_id, clock.now(), mailing_id, MailingStatus.SENDING.value, LOOKED_AT, _LOCKS]
            cursor.execute(_CLAIM, values)
            found = cursor.fetchone()
            if not found:
                return None
            cursor.execute(_HOLD, [found[0]])
            if cursor.rowcount:
                return Bundle(*found)
            cursor.execute(_UNLOCK, [_LOCKS, found[0]])  # its worker died in this moment


def release(bundle: Bundle) -> None:
    """Note how a bundle stands and let go of it."""
    count_bundle(bundle.pk, is_held=False)
    with connection.cursor() as cursor:
        cursor.execute(_UNLOCK, [_LOCKS, bundle.pk])


def touch(mailing_id: int) -> None:
    """Note that somebody is at work on a mail-out, at most every five seconds: the sweep wakes nobody else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE post_mailing SET touched_at = %(now)s WHERE id = %(id)s AND status = %(sending)s "
            "AND (touched_at IS NULL OR touched_at < %(now)s - interval '5 seconds')",
            {"now": clock.now(), "id": mailing_id, "sending": MailingStatus.SENDING.value},
        )
