"""What the ledger can tell: how far a mail-out has come, and whether mail is stuck."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from common import clock
from post.lifecycle import BounceKind, DeliveryStatus, SubscriptionStatus
from post.models import Bounce, Content, Delivery, Mailing, MailingList, SubscriptionEvent, TextReceipt
from post.querysets import DeliveryQuerySet

WINDOW = timedelta(minutes=3)  # over which the speed is measured
MOST_CONTENTS = 2_000  # of one thread
FEW = 20  # bundles whose messages are counted one by one
_COSTS_NOTHING = ("bounced", "expired", "cancelled", "skipped")
FETCHED = "post:mailbox-fetched"  # where the cache keeps when the mailbox last answered
RELAY_FAULT = "post:relay-fault"  # where it keeps why no mail leaves, while that lasts


_OUTCOMES = {
    "size": Q(),
    "accepted": Q(status=DeliveryStatus.ACCEPTED),
    "deferred": Q(status=DeliveryStatus.DEFERRED),
    "bounced": Q(status=DeliveryStatus.BOUNCED),
    "left_out": Q(status__in=[DeliveryStatus.SKIPPED, DeliveryStatus.CANCELLED, DeliveryStatus.EXPIRED]),
}


@dataclass(frozen=True)
class Progress:
    """How far a mail-out has come. `waiting` counts those deferred too; `per_minute` is of the last minutes."""

    accepted: int
    waiting: int
    deferred: int
    bounced: int
    skipped: int
    per_minute: float
    expected_end: datetime | None

    @property
    def total(self) -> int:
        """Return how many messages there are."""
        return self.accepted + self.waiting + self.bounced + self.skipped

    @property
    def percent(self) -> int:
        """Return how much is settled, in whole percent."""
        return (self.total - self.waiting) * 100 // self.total if self.total else 0

    @property
    def per_second(self) -> float:
        """Return the same speed by the second."""
        return round(self.per_minute / 60, 1)


def progress(mailing: Mailing) -> Progress:
    """Return how far a mail-out has come, from what its bundles say: the same cost at a million messages.

    A bundle being sent tells how it stood a second ago.
    """
    names = ("size", "accepted", "deferred", "bounced", "left_out")
    sums = mailing.chunks.aggregate(**{name: Sum(name, default=0) for name in names})
    if not sums["size"]:  # not fanned out yet: those named so far
        sums = mailing.deliveries.aggregate(**{name: Count("pk", filter=_OUTCOMES[name]) for name in names})
    waiting = sums["size"] - sums["accepted"] - sums["bounced"] - sums["left_out"]
    speed = _per_minute(mailing)
    return Progress(
        accepted=sums["accepted"],
        waiting=waiting,
        deferred=sums["deferred"],
        bounced=sums["bounced"],
        skipped=sums["left_out"],
        per_minute=round(speed, 1),
        expected_end=clock.now() + timedelta(minutes=waiting / speed) if waiting and speed else None,
    )


def accepted_of(mailings: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return for each of these mail-outs how many messages the mail server has taken, and of how many.

    One question however many there are; a mail-out that is not fanned out yet is left out.
    """
    rows = (
        Mailing.objects.filter(pk__in=mailings)
        .values("pk")
        .annotate(taken=Sum("chunks__accepted"), of=Sum("chunks__size"))
    )
    return {row["pk"]: (row["taken"], row["of"]) for row in rows if row["of"]}


def _per_minute(mailing: Mailing) -> float:
    """Return how many messages a minute the mail server took lately; few bundles are counted message by message."""
    now = clock.now()
    begun = max(mailing.started_at or now, now - WINDOW)
    lately = mailing.chunks.filter(counted_at__gt=begun)
    found = lately.aggregate(bundles=Count("pk"), accepted=Sum("accepted", default=0))
    accepted: int = found["accepted"]
    if 0 < found["bundles"] <= FEW:
        numbers = list(lately.values_list("number", flat=True))
        accepted = mailing.deliveries.filter(chunk__in=numbers, accepted_at__gt=begun).count()
    return accepted * 60 / max((now - begun).total_seconds(), 1.0)


def of_thread(rows: DeliveryQuerySet, thread: str) -> DeliveryQuerySet:
    """Return the messages of a thread, single ones and those of its mail-outs, each found by its own index."""
    contents = list(Content.objects.filter(thread=thread).values_list("pk", "mailing_id")[:MOST_CONTENTS])
    singles = Q(mailing=None, content__in=[key for key, mailing in contents if mailing is None])
    mailings = {mailing for _key, mailing in contents if mailing is not None}
    return rows.filter(singles | Q(mailing__in=mailings) if mailings else singles)


def oldest_unsent_seconds() -> float:
    """Return how long the oldest due message has waited, in seconds; 0 when none waits.

    Messages of mail-outs count only while their mail-out is being sent.
    """
    now = clock.now()
    singles = Delivery.objects.due(now).aggregate(oldest=Min("created_at"))["oldest"]
    begun = Mailing.objects.at_work(now).aggregate(oldest=Min("started_at"))["oldest"]
    moments = [moment for moment in (singles, begun) if moment is not None]
    return max(((now - moment).total_seconds() for moment in moments), default=0.0)


@dataclass(frozen=True)
class RelayFault:
    """Why the mail server takes none of our mail: `away`, `drops`, `sign_in`, `certificate` or `not_offered`."""

    kind: str
    said: str
    since: datetime


def relay_fault() -> RelayFault | None:
    """Return why no mail leaves just now, or None."""
    held = cache.get(RELAY_FAULT)
    return RelayFault(*held) if held else None


def mailbox_silent_seconds() -> float:
    """Return for how long the mailbox has not answered, in seconds; 0 where none is fetched or none was yet."""
    fetched = cache.get(FETCHED) if settings.IMAP_URL else None
    return (clock.now() - fetched).total_seconds() if fetched else 0.0


def with_counts(lists: QuerySet[MailingList]) -> QuerySet[MailingList]:
    """Add to each list how many read it, wait for their own confirmation, and have left."""
    return lists.annotate(
        readers=Count("subscriptions", filter=Q(subscriptions__status=SubscriptionStatus.CONFIRMED)),
        pending=Count("subscriptions", filter=Q(subscriptions__status=SubscriptionStatus.PENDING)),
        left=Count("subscriptions", filter=Q(subscriptions__status=SubscriptionStatus.LEFT)),
    )


@dataclass(frozen=True)
class Growth:
    """How many came to lists and left them in a time."""

    joined: int
    left: int


_CAME = Q(moved_to=SubscriptionStatus.CONFIRMED)
_WENT = Q(moved_to=SubscriptionStatus.LEFT)


def growth_of_lists(since: datetime) -> dict[int, Growth]:
    """Return by list how many have come and left since a moment."""
    rows = SubscriptionEvent.objects.filter(at__gte=since).order_by().values_list("subscription__list")
    counted = rows.annotate(joined=Count("pk", filter=_CAME), left=Count("pk", filter=_WENT))
    return {key: Growth(joined, left) for key, joined, left in counted}


def growth_by_month(mailing_list: MailingList, since: datetime) -> list[tuple[datetime, Growth]]:
    """Return a list's months, latest first, with how many came and left; months when nothing happened are left out."""
    rows = SubscriptionEvent.objects.filter(subscription__list=mailing_list, at__gte=since).order_by()
    months = rows.annotate(month=TruncMonth("at", tzinfo=clock.STOCKHOLM)).values_list("month")
    counted = months.annotate(joined=Count("pk", filter=_CAME), left=Count("pk", filter=_WENT)).order_by("-month")
    return [(month, Growth(joined, left)) for month, joined, left in counted]


def text_cost_this_month() -> int:
    """Return what this month's text messages cost, in öre, rounded up: as the gateway says, else as estimated.

    A message that was refused or never left costs nothing; one whose fate is unknown counts.
    """
    today = clock.local(clock.now())
    begins = clock.start_of_day(today.date().replace(day=1))
    rows = TextReceipt.objects.filter(delivery__created_at__gte=begins).select_related(None)
    nothing = Q(delivery__status__in=_COSTS_NOTHING, cost=None) & ~Q(delivery__reason__in=("unknown", "under_way"))
    estimated = F("text__parts") * F("text__price") * 100
    total = rows.exclude(nothing).aggregate(sum=Sum(Coalesce("cost", estimated)))["sum"] or 0
    return -(-int(total) // 100)


def texts_refused() -> bool:
    """Tell whether text messages wait because the gateway does not accept our account."""
    return Delivery.objects.queued().filter(channel="sms", reason="account").exists()


def after_mailing(mailing: Mailing, *, until: datetime) -> tuple[int, int]:
    """Return how many left a mail-out's lists from its start until a moment, and how many messages brought complaints.

    Nobody says which letter made them leave: these are all who left then, whether they got it or not.
    """
    if mailing.started_at is None:
        return 0, 0
    left = SubscriptionEvent.objects.filter(
        moved_to=SubscriptionStatus.LEFT,
        at__gte=mailing.started_at,
        at__lte=until,
        subscription__list__in=mailing.lists.all(),
    ).count()
    complaints = Bounce.objects.filter(kind=BounceKind.COMPLAINT, delivery__mailing=mailing).count()
    return left, complaints
