"""How fast a mail-out may go: one allowance over all workers and machines, kept in its row.

Redis has no part in it, and the clock is the database's, which all machines share.
"""

from __future__ import annotations

from django.conf import settings
from django.db import connection

_TAKE = """
UPDATE post_mailing
SET next_send_at = greatest(coalesce(next_send_at, clock_timestamp()), clock_timestamp()) + %s * interval '1 second'
WHERE id = %s AND coalesce(next_send_at, clock_timestamp()) <= clock_timestamp()
"""
_WAIT = "SELECT extract(epoch FROM next_send_at - clock_timestamp()) FROM post_mailing WHERE id = %s"
LONGEST_LOT = 50  # messages


class Pace:
    """A worker's part of the allowance. It is taken in lots that last a second."""

    def __init__(self, mailing_id: int, per_minute: int | None) -> None:
        self._mailing_id = mailing_id
        self._per_minute: int = settings.POST_PER_MINUTE if per_minute is None else per_minute
        self._left = 0

    def may_send(self) -> bool:
        """Take one message from the allowance; False when it is used up for now."""
        if not self._per_minute:
            return True
        if self._left == 0:
            self._left = self._take()
        if self._left == 0:
            return False
        self._left -= 1
        return True

    @property
    def is_limited(self) -> bool:
        """Tell whether there is a limit at all."""
        return self._per_minute > 0

    def seconds_to_wait(self) -> float:
        """Return after how long the next lot may be asked for."""
        with connection.cursor() as cursor:
            cursor.execute(_WAIT, [self._mailing_id])
            row = cursor.fetchone()
        return max(float(row[0]), 0.0) if row and row[0] is not None else 0.0

    def _take(self) -> int:
        lot = max(1, min(LONGEST_LOT, self._per_minute // 60))
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, [lot * 60 / self._per_minute, self._mailing_id])
            return lot if cursor.rowcount else 0
