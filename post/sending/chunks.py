"""Fanning out, and bundles: what a worker locks while it sends, on a connection of its own.

The lock lives as long as that connection's transaction, so a killed worker frees its bundle at once, while each
accepted message is committed on the ordinary connection.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from common import clock
from post.lifecycle import UNSENT, MailingStatus, SubscriptionStatus
from post.models import Mailing

CHUNK = 100  # messages
_UNSENT = list(UNSENT)

_FAN_OUT = """
WITH taken AS (
    SELECT coalesce(max(chunk), -1) + 1 AS first FROM post_delivery WHERE mailing_id = %(mailing)s
), readers AS (
    SELECT DISTINCT ON (lower(s.email)) s.id, s.email, s.language
    FROM post_subscription s
    JOIN post_mailing_lists l ON l.mailinglist_id = s.list_id AND l.mailing_id = %(mailing)s
    WHERE s.status = %(confirmed)s
      AND NOT EXISTS (SELECT 1 FROM post_suppression p WHERE lower(p.email) = lower(s.email))
    ORDER BY lower(s.email), s.id
)
INSERT INTO post_delivery (mailing_id, subscription_id, chunk, channel, recipient, person, variant, language,
                           variables, status, reason, attempts, message_id, created_at, reply)
SELECT %(mailing)s, r.id, taken.first + (row_number() OVER (ORDER BY r.id) - 1) / %(size)s, 'mail', r.email, '', '',
       r.language, '{}', 'waiting', '', 0, '<' || gen_random_uuid() || '@' || %(domain)s || '>', %(now)s, ''
FROM readers r CROSS JOIN taken
ON CONFLICT DO NOTHING
"""

_FIND_CONTENT = """
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
INSERT INTO post_chunk (mailing_id, number, done)
SELECT DISTINCT mailing_id, chunk, false FROM post_delivery WHERE mailing_id = %(mailing)s
ON CONFLICT DO NOTHING
"""

_CLAIM = """
SELECT id, number FROM post_chunk
WHERE mailing_id = %s AND NOT done AND (next_at IS NULL OR next_at <= %s)
ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED
"""

_RELEASE = """
UPDATE post_chunk SET (next_at, done) = (
    SELECT min(coalesce(d.next_attempt_at, %s)), count(*) = 0 FROM post_delivery d
    WHERE d.mailing_id = %s AND d.chunk = %s AND d.status = ANY(%s)
) WHERE id = %s
"""


@transaction.atomic
def fan_out(mailing: Mailing) -> int:
    """Write a waiting delivery for every reader, in one statement; running it again adds nobody twice.

    Returns how many were added. A person in several lists, or named already, gets one copy.
    """
    values = {
        "mailing": mailing.pk,
        "confirmed": SubscriptionStatus.CONFIRMED.value,
        "size": CHUNK,
        "domain": settings.POST_DOMAIN,
        "usual": settings.LANGUAGE_CODE,
        "now": clock.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FAN_OUT, values)
        added: int = cursor.rowcount
        cursor.execute(_FIND_CONTENT, values)
        cursor.execute(_BUNDLE, values)
    return added


class Bundles:
    """The bundles of one mail-out, claimed one at a time."""

    def __init__(self, mailing_id: int) -> None:
        self.mailing_id = mailing_id
        self._lock: BaseDatabaseWrapper = connection.copy()
        self._held: tuple[int, int] | None = None

    def __enter__(self) -> Self:
        self._lock.set_autocommit(False)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._lock.close()

    def claim(self) -> int | None:
        """Lock a bundle with something due and return its number; None when nothing is left to claim."""
        with self._lock.cursor() as cursor:
            cursor.execute(_CLAIM, [self.mailing_id, clock.now()])
            self._held = cursor.fetchone()
        if self._held is None:
            self._lock.rollback()
            return None
        return self._held[1]

    def release(self) -> None:
        """Note when the bundle is due again, or that it is done, and let go of it."""
        assert self._held is not None
        key, number = self._held
        states = [state.value for state in _UNSENT]
        with self._lock.cursor() as cursor:
            cursor.execute(_RELEASE, [clock.now(), self.mailing_id, number, states, key])
        self._lock.commit()
        Mailing.objects.filter(pk=self.mailing_id, status=MailingStatus.SENDING).update(touched_at=clock.now())
