"""Why the mail server takes none of our mail, kept for the people at the desk while it lasts."""

from __future__ import annotations

from django.core.cache import cache

from common import clock
from post.figures import RELAY_FAULT, relay_fault
from post.sending.relay import RelayAwayError

LASTS = 600  # seconds; what still waits is tried again each minute, and notes it anew


def note(error: RelayAwayError) -> None:
    """Keep why nothing leaves. The caller is outside the transaction that failed: the cache stands in the database."""
    held = relay_fault()
    since = held.since if held is not None and held.kind == error.kind else clock.now()
    cache.set(RELAY_FAULT, (error.kind, str(error)[:200], since), timeout=LASTS)


def clear() -> None:
    """A line is open: whatever it was is over."""
    cache.delete(RELAY_FAULT)
