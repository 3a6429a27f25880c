"""What becomes of a text message at the gateway."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from common import clock
from post.lifecycle import DELIVERY_MOVES, DeliveryStatus, TextReport
from post.models import Delivery, TextReceipt
from post.transitions.deliveries import settle

UNDER_WAY = "under_way"
_REPORT_ORDER = {TextReport.SENT: 0, TextReport.FAILED: 1, TextReport.DELIVERED: 2}


def text_claimed(delivery: Delivery, *, until: datetime) -> None:
    """Keep a text message from other workers until then; the caller holds its row's lock.

    One found under way belonged to a worker that died: whether it left is unknown, and counted as such.
    """
    if delivery.reason == UNDER_WAY:
        delivery.reason = "unknown"
        TextReceipt.objects.filter(delivery=delivery).update(unknowns=F("unknowns") + 1)
    delivery.status, delivery.next_attempt_at = DeliveryStatus.DEFERRED, until
    delivery.save(update_fields=["status", "reason", "next_attempt_at"])


def text_begun(delivery: Delivery) -> bool:
    """Note, before it is made, that an attempt begins; False if the message was settled meanwhile."""
    mine = Delivery.objects.unsent().filter(pk=delivery.pk, next_attempt_at=delivery.next_attempt_at)
    TextReceipt.objects.filter(delivery=delivery).update(begun_at=clock.now())
    return bool(mine.update(reason=UNDER_WAY, attempts=F("attempts") + 1))


@transaction.atomic
def text_accepted(delivery: Delivery, *, code: int | None, words: str, gateway_id: str, cost: int | None) -> None:
    """Note that the gateway has taken the message. A report may have come first: it stands."""
    TextReceipt.objects.filter(delivery=delivery).update(gateway_id=gateway_id, cost=cost)
    settle(
        delivery,
        DeliveryStatus.ACCEPTED,
        reason="",
        next_attempt_at=None,
        accepted_at=clock.now(),
        reply_code=code,
        reply=words[:300],
    )


@transaction.atomic
def text_refused(delivery: Delivery, *, code: int | None, words: str, reason: str) -> None:
    """Note that the gateway will never take the message, or that it is given up."""
    settle(
        delivery,
        DeliveryStatus.BOUNCED,
        reason=reason,
        next_attempt_at=None,
        reply_code=code,
        reply=words[:300],
    )


@transaction.atomic
def text_deferred(delivery: Delivery, *, code: int | None, words: str, reason: str, attempts: int) -> None:
    """Note that the message is to be tried again, later each time. `attempts` have been made."""
    intervals: list[int] = settings.POST_RETRY_SECONDS
    if attempts > len(intervals):
        text_refused(delivery, code=code, words=words, reason="gave_up")
        return
    if reason == "unknown":
        TextReceipt.objects.filter(delivery=delivery).update(unknowns=F("unknowns") + 1)
    text_waits(
        delivery,
        until=clock.now() + timedelta(seconds=intervals[max(attempts, 1) - 1]),
        reason=reason,
        reply_code=code,
        reply=words[:300],
    )


def text_waits(delivery: Delivery, *, until: datetime, reason: str, **answer: Any) -> None:
    """Let a text message wait until a moment: for morning, or for the gateway."""
    settle(delivery, DeliveryStatus.DEFERRED, reason=reason, next_attempt_at=until, **answer)


@transaction.atomic
def text_reported(receipt: TextReceipt, report: TextReport, *, at: datetime, gateway_id: str) -> None:
    """Note what the gateway tells about a message it took. Reports come twice and in any order; the last word stays.

    A report also tells that a message left whose answer was lost.
    """
    locked: TextReceipt = TextReceipt.objects.select_for_update().get(pk=receipt.pk)
    if locked.report and _REPORT_ORDER[report] <= _REPORT_ORDER[TextReport(locked.report)]:
        return
    locked.report, locked.reported_at = report, at
    locked.gateway_id = locked.gateway_id or gateway_id
    locked.save(update_fields=["report", "reported_at", "gateway_id"])
    there = {
        TextReport.SENT: DeliveryStatus.ACCEPTED,
        TextReport.DELIVERED: DeliveryStatus.DELIVERED,
        TextReport.FAILED: DeliveryStatus.BOUNCED,
    }[report]
    allowed = [here for here, moves in DELIVERY_MOVES.items() if there in moves]
    row = Delivery.objects.filter(pk=receipt.delivery_id, status__in=allowed)
    row.update(
        status=there,
        reason="not_delivered" if there == DeliveryStatus.BOUNCED else "",
        next_attempt_at=None,
        accepted_at=Coalesce("accepted_at", Value(at)),
    )
