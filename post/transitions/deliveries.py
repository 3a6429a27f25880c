"""What becomes of one message to one recipient, and how the messages of a bundle stand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.db import connection
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat, Lower

from common import clock
from post.lifecycle import DELIVERY_MOVES, UNFINISHED, UNSENT, DeliveryStatus
from post.models import Content, Delivery, Subscription

ERASED = "erased:"
MOST_UNKNOWN = 3
"""How often a message is sent again after the mail server took it and said nothing."""


class Attempted(Protocol):
    """A message that was tried: a Delivery, or the little of it that a worker reads."""

    @property
    def pk(self) -> int:
        """Return which."""

    @property
    def attempts(self) -> int:
        """Return how often it was tried before."""


def settle(delivery: Attempted, there: DeliveryStatus, **fields: Any) -> bool:
    """Compare and swap the outcome of one attempt; False if something else got there first."""
    changed = Delivery.objects.filter(pk=delivery.pk, status__in=_allowed(there)).update(status=there, **fields)
    return bool(changed)


def _allowed(there: DeliveryStatus) -> list[str]:
    """Return from where an attempt may move a message there.

    An accepted message is not refused by another worker's attempt: it bounces only by coming back (`came_back`).
    """
    moves = DELIVERY_MOVES.items()
    return [here.value for here, onward in moves if there in onward and here != DeliveryStatus.ACCEPTED]


def accepted_statement() -> str:
    """Return the statement that notes an accepted message, compare and swap: $1 id, $2 when, $3 code, $4 answer.

    The same as `accepted`, for those who send a thousand a second and run it beside the dialogue.
    """
    states = ", ".join(f"'{state}'" for state in _allowed(DeliveryStatus.ACCEPTED))
    return (
        f"UPDATE post_delivery SET status = '{DeliveryStatus.ACCEPTED.value}', reason = '', attempts = attempts + 1, "  # noqa: S608  (states of ours)
        "next_attempt_at = NULL, accepted_at = $2::timestamptz, reply_code = $3::smallint, reply = $4::varchar "
        f"WHERE id = $1::bigint AND status IN ({states})"
    )


def accepted(delivery: Attempted, code: int | None, reply: str) -> None:
    """Note that the mail server has taken the message; one commit each."""
    settle(
        delivery,
        DeliveryStatus.ACCEPTED,
        reason="",
        attempts=delivery.attempts + 1,
        next_attempt_at=None,
        accepted_at=clock.now(),
        reply_code=code,
        reply=reply[:300],
    )


def refused(delivery: Attempted, code: int | None, reply: str, *, reason: str) -> None:
    """Note that the message can't be delivered: a 5xx answer, or an address no server will carry."""
    settle(
        delivery,
        DeliveryStatus.BOUNCED,
        reason=reason,
        attempts=delivery.attempts + 1,
        next_attempt_at=None,
        reply_code=code,
        reply=reply[:300],
    )


def deferred(delivery: Attempted, code: int | None, reply: str, *, reason: str, at_once: bool = False) -> bool:
    """Note that the message is to be tried again, later each time; False where it is given up after the last one."""
    attempts = delivery.attempts + 1
    intervals: list[int] = settings.POST_RETRY_SECONDS
    if reason == "unknown" and attempts > MOST_UNKNOWN and _was_unknown(delivery):
        refused(delivery, code, reply, reason="unknown")
        return False
    if reason != "unknown" and attempts > len(intervals):
        refused(delivery, code, reply, reason="gave_up")
        return False
    wait = 0 if at_once and delivery.attempts == 0 else intervals[min(attempts, len(intervals)) - 1]
    settle(
        delivery,
        DeliveryStatus.DEFERRED,
        reason=reason,
        attempts=attempts,
        next_attempt_at=clock.now() + timedelta(seconds=wait),
        reply_code=code,
        reply=reply[:300],
    )
    return True


def _was_unknown(delivery: Attempted) -> bool:
    """Tell whether the attempt before brought no answer either; after refusals that pass, silence is tried anew."""
    return Delivery.objects.filter(pk=delivery.pk, reason="unknown").exists()


_COUNT = """
UPDATE post_chunk c SET {more}next_at = found.next_at,
       done = found.unsent = 0, size = found.size, accepted = found.accepted,
       deferred = found.deferred, bounced = found.bounced, left_out = found.left_out, counted_at = %(now)s
FROM (
    SELECT k.id, count(*) AS size, count(*) FILTER (WHERE d.status = ANY(%(unsent)s)) AS unsent,
           min(coalesce(d.next_attempt_at, %(now)s)) FILTER (WHERE d.status = ANY(%(unsent)s)) AS next_at,
           count(*) FILTER (WHERE d.status = 'accepted') AS accepted,
           count(*) FILTER (WHERE d.status = 'deferred') AS deferred,
           count(*) FILTER (WHERE d.status = 'bounced') AS bounced,
           count(*) FILTER (WHERE d.status IN ('skipped', 'cancelled', 'expired')) AS left_out
    FROM post_chunk k JOIN post_delivery d ON d.mailing_id = k.mailing_id AND d.chunk = k.number
    WHERE {which} GROUP BY k.id
) found WHERE c.id = found.id
"""
_HOLD = "held_at = CASE WHEN %(is_held)s THEN clock_timestamp() END, "
_COUNT_ONE = _COUNT.format(which="k.id = %(which)s", more=_HOLD)
_COUNT_MAILING = _COUNT.format(which="k.mailing_id = %(which)s", more="")
_COUNT_OF = _COUNT.format(
    more="",
    which="(k.mailing_id, k.number) IN (SELECT mailing_id, chunk FROM post_delivery WHERE id = ANY(%(which)s))",
)


def _count(statement: str, which: int | list[int], **more: bool) -> None:
    with connection.cursor() as cursor:
        values = {"which": which, "now": clock.now(), "unsent": [state.value for state in UNSENT], **more}
        cursor.execute(statement, values)


def count_bundle(bundle_id: int, *, is_held: bool) -> None:
    """Note how a bundle's messages stand, when one is due again, whether it is done, and if a worker still holds it."""
    _count(_COUNT_ONE, bundle_id, is_held=is_held)


def came_back(delivery_id: int, *, status_code: str) -> bool:
    """Note that a message we thought delivered came back; False if it was not on its way."""
    allowed = [here for here, moves in DELIVERY_MOVES.items() if DeliveryStatus.BOUNCED in moves]
    changed = Delivery.objects.filter(pk=delivery_id, status__in=allowed).update(
        status=DeliveryStatus.BOUNCED, reason="came_back", next_attempt_at=None, reply=status_code[:300]
    )
    if changed:
        _count(_COUNT_OF, [delivery_id])
    return bool(changed)


def skipped(delivery_ids: list[int], *, reason: str) -> int:
    """Leave recipients out who have left the list or want no mail-outs."""
    unsent = Delivery.objects.unsent().filter(pk__in=delivery_ids)
    changed = unsent.update(status=DeliveryStatus.SKIPPED, reason=reason)
    if changed:
        _count(_COUNT_OF, delivery_ids)
    return changed


def taken_out(subscription_ids: list[int]) -> int:
    """Leave out, of mail-outs that wait, those who read them by these subscriptions and by no other."""
    others = Subscription.objects.confirmed().exclude(pk__in=subscription_ids).alias(address=Lower("email"))
    by_another = others.filter(address=Lower(OuterRef("recipient")), list__mailings=OuterRef("mailing"))
    waiting = Delivery.objects.unsent().filter(mailing__status__in=UNFINISHED, subscription__in=subscription_ids)
    return skipped(list(waiting.exclude(Exists(by_another)).values_list("pk", flat=True)), reason="left")


def cancel_unsent(mailing_id: int) -> int:
    """Cancel every message of a mail-out that has not left."""
    changed = (
        Delivery.objects.unsent()
        .filter(mailing_id=mailing_id)
        .update(status=DeliveryStatus.CANCELLED, reason="cancelled", next_attempt_at=None)
    )
    _count(_COUNT_MAILING, mailing_id)
    return changed


def expire(moment: datetime) -> int:
    """Give up single messages whose time has run out, a code say, and forget what they said."""
    changed = (
        Delivery.objects.queued()
        .filter(expires_at__lte=moment)
        .update(status=DeliveryStatus.EXPIRED, reason="expired", next_attempt_at=None)
    )
    if changed:
        erase_secrets(Q())
    return changed


def erase_secrets(which: Q) -> int:
    """Erase the bytes of secret messages that nobody waits for any longer."""
    waiting = Delivery.objects.transactional().filter(content=OuterRef("pk"), status__in=UNSENT)
    return Content.objects.filter(which, ~Exists(waiting), encrypted=True, erased_at=None).update(
        body=b"", erased_at=clock.now()
    )


def forget(which: Q) -> int:
    """Take the person out of settled deliveries; that a message left, and when, stays. Returns how many."""
    nobody = Concat(Value(ERASED), Cast(F("pk"), CharField()))
    settled = Delivery.objects.filter(which).exclude(status__in=UNSENT).exclude(recipient__startswith=ERASED)
    return settled.update(recipient=nobody, variables={}, person="", reply="")
