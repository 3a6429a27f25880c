"""What the ledger can tell: how far a mail-out has come, and whether mail is stuck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Min

from common import clock
from post.lifecycle import UNSENT, DeliveryStatus
from post.models import Delivery, Mailing

WINDOW = timedelta(seconds=60)
FETCHED = "post:mailbox-fetched"  # where the cache keeps when the mailbox last answered


@dataclass(frozen=True)
class Progress:
    """How far a mail-out has come. `per_second` is measured over the last minute."""

    accepted: int
    waiting: int
    bounced: int
    skipped: int
    per_second: float
    expected_end: datetime | None

    @property
    def total(self) -> int:
        """Return how many messages there are."""
        return self.accepted + self.waiting + self.bounced + self.skipped

    @property
    def percent(self) -> int:
        """Return how much is settled, in whole percent."""
        return (self.total - self.waiting) * 100 // self.total if self.total else 0


def progress(mailing: Mailing) -> Progress:
    """Count a mail-out's messages by outcome."""
    rows = mailing.deliveries.order_by().values_list("status").annotate(count=Count("pk"))
    counts = {DeliveryStatus(status): count for status, count in rows}
    now = clock.now()
    begun = max(mailing.started_at or now, now - WINDOW)
    lately = mailing.deliveries.filter(accepted_at__gt=begun).count()
    speed = lately / max((now - begun).total_seconds(), 1.0)
    waiting = sum(counts.get(state, 0) for state in UNSENT)
    left_out = (DeliveryStatus.SKIPPED, DeliveryStatus.CANCELLED, DeliveryStatus.EXPIRED)
    return Progress(
        accepted=counts.get(DeliveryStatus.ACCEPTED, 0),
        waiting=waiting,
        bounced=counts.get(DeliveryStatus.BOUNCED, 0),
        skipped=sum(counts.get(state, 0) for state in left_out),
        per_second=round(speed, 1),
        expected_end=now + timedelta(seconds=waiting / speed) if waiting and speed else None,
    )


def oldest_unsent_seconds() -> float:
    """Return how long the oldest due message has waited, in seconds; 0 when none waits.

    Messages of mail-outs count only while their mail-out is being sent.
    """
    now = clock.now()
    singles = Delivery.objects.transactional().due(now).aggregate(oldest=Min("created_at"))["oldest"]
    begun = Mailing.objects.at_work(now).aggregate(oldest=Min("started_at"))["oldest"]
    moments = [moment for moment in (singles, begun) if moment is not None]
    return max(((now - moment).total_seconds() for moment in moments), default=0.0)


def mailbox_silent_seconds() -> float:
    """Return for how long the mailbox has not answered, in seconds; 0 where none is fetched or none was yet."""
    fetched = cache.get(FETCHED) if settings.IMAP_URL else None
    return (clock.now() - fetched).total_seconds() if fetched else 0.0
