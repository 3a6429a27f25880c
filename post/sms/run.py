"""Who sends which text message when: claimed by row lock, noted before it is tried, looked up after a lost answer."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from common import clock
from common.signed_links import sign, unsign
from post import transitions
from post.mail.links import address
from post.models import Delivery, TextReceipt
from post.sms import quiet
from post.sms.gateway import Answer, CannotTellError, Gateway, Outcome, Taken, Text, gateway

logger = logging.getLogger(__name__)

PURPOSE = "post.text_report"
MOST_UNKNOWN_TEXTS = 1
"""How often a text message is sent again when its answer was lost and the gateway's history does not know it."""
CLOCKS_DIFFER = timedelta(minutes=2)


def report_token(delivery_id: int) -> str:
    """Return the secret part of the address where the gateway reports on one message."""
    return sign(PURPOSE, str(delivery_id))


def delivery_of_token(token: str) -> int | None:
    """Return which message a report is about, or None for an address we did not make."""
    value = unsign(PURPOSE, token) or ""
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= 18 else None


def send_due(*, seconds: float) -> None:
    """Send every text message that is due, until time is up or the gateway is away."""
    transitions.expire(clock.now())
    way = gateway()
    ends = time.monotonic() + seconds
    while way is not None and time.monotonic() < ends:
        receipt = _claim()
        if receipt is None:
            return
        if not _waits_for_morning(receipt) and not _send(way, receipt):
            return


def _claim() -> TextReceipt | None:
    """Take the longest waiting message. Whoever takes it has time for two calls; then it is anybody's again."""
    lease = timedelta(seconds=settings.SMS_TIMEOUT * 6 + 30)
    with transaction.atomic():
        rows = Delivery.objects.texts_due(clock.now()).in_order()
        delivery = rows.select_for_update(skip_locked=True, of=("self",)).first()
        if delivery is None:
            return None
        transitions.text_claimed(delivery, until=clock.now() + lease)
    receipt = TextReceipt.objects.select_related("text__content").get(delivery=delivery)
    receipt.delivery = delivery
    return receipt


def _waits_for_morning(receipt: TextReceipt) -> bool:
    """Put off what is not urgent while it is quiet: an evening's message may have been held up by the gateway."""
    now = clock.now()
    if receipt.text.urgency or not quiet.is_quiet(now):
        return False
    kept = receipt.delivery.reason if receipt.delivery.reason == "unknown" else "quiet"
    transitions.text_waits(receipt.delivery, until=quiet.leaves_at(now), reason=kept)
    return True


def _send(way: Gateway, receipt: TextReceipt) -> bool:
    """Send one message; False when no other would fare better now."""
    delivery = receipt.delivery
    if delivery.reason == "unknown" and (made_up := _look_up(way, receipt)) is not None:
        return made_up
    if not transitions.text_begun(delivery):
        return True
    words = bytes(receipt.text.content.body).decode()
    answer = way.send(Text(delivery.recipient, words, address("post:text_report", report_token(delivery.pk))))
    _note(delivery, answer, attempts=delivery.attempts + 1)
    return not answer.stop


def _note(delivery: Delivery, answer: Answer, *, attempts: int) -> None:
    if answer.outcome is Outcome.ACCEPTED:
        transitions.text_accepted(
            delivery, code=answer.code, words=answer.words, gateway_id=answer.gateway_id, cost=answer.cost
        )
    elif answer.outcome is Outcome.REFUSED:
        transitions.text_refused(delivery, code=answer.code, words=answer.words, reason=answer.reason)
    else:
        transitions.text_deferred(
            delivery, code=answer.code, words=answer.words, reason=answer.reason, attempts=attempts
        )


def _look_up(way: Gateway, receipt: TextReceipt) -> bool | None:
    """Ask the gateway what became of an attempt without answer.

    Returns None when the message may be sent again; else it is settled or waits, and the value says whether to go on.
    """
    delivery = receipt.delivery
    try:
        found = _of_this(way.history(delivery.recipient), receipt)
    except CannotTellError as error:
        logger.warning("sms gateway's history is away", extra={"error": str(error)})
        retry = clock.now() + timedelta(seconds=settings.POST_RETRY_SECONDS[0])
        transitions.text_waits(delivery, until=retry, reason="unknown")
        return False
    if found is not None:
        transitions.text_accepted(
            delivery, code=None, words="found in history", gateway_id=found.gateway_id, cost=found.cost
        )
        return True
    receipt.refresh_from_db(fields=["unknowns"])
    if receipt.unknowns > MOST_UNKNOWN_TEXTS:
        transitions.text_refused(delivery, code=None, words="", reason="unknown")
        return True
    return None


def _of_this(taken: list[Taken], receipt: TextReceipt) -> Taken | None:
    """Return the message of the history that this attempt made: of its time, with its words, and nobody else's."""
    since = (receipt.begun_at or receipt.delivery.created_at) - CLOCKS_DIFFER
    words = bytes(receipt.text.content.body).decode()
    fits = [row for row in taken if row.created >= since and row.text in (None, words)]
    known = set(
        TextReceipt.objects.filter(gateway_id__in=[row.gateway_id for row in fits]).values_list("gateway_id", flat=True)
    )
    return min((row for row in fits if row.gateway_id not in known), key=lambda row: row.created, default=None)
