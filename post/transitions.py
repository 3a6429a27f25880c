"""The only writers of a status in this room."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, transaction
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat, Lower

from accounts.models import User
from common import clock
from common.moves import require_move
from post.lifecycle import (
    DELIVERY_MOVES,
    IMPORT_MOVES,
    INCOMING_MOVES,
    MAILING_MOVES,
    SUBSCRIPTION_MOVES,
    UNSENT,
    DeliveryStatus,
    ImportStatus,
    IncomingStatus,
    MailingStatus,
    SubscriptionStatus,
    SuppressionReason,
    TextReport,
)
from post.models import (
    Content,
    Delivery,
    IncomingEvent,
    IncomingMessage,
    ListImport,
    Mailing,
    MailingEvent,
    Subscription,
    SubscriptionEvent,
    Suppression,
    TextReceipt,
)

ERASED = "erased:"
UNDER_WAY = "under_way"
_REPORT_ORDER = {TextReport.SENT: 0, TextReport.FAILED: 1, TextReport.DELIVERED: 2}
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


@transaction.atomic
def move_mailing(mailing_id: int, there: MailingStatus, *, actor: User | None, reason: str = "") -> Mailing:
    """Move a mail-out and note it. Raises MoveRefusedError if the table does not allow it."""
    mailing: Mailing = Mailing.objects.select_for_update().get(pk=mailing_id)
    here = MailingStatus(mailing.status)
    require_move(MAILING_MOVES, here, there)
    mailing.status = there
    if there == MailingStatus.SENDING and mailing.started_at is None:
        mailing.started_at = clock.now()
    if there in (MailingStatus.SENT, MailingStatus.CANCELLED):
        mailing.finished_at = clock.now()
    mailing.save(update_fields=["status", "started_at", "finished_at"])
    MailingEvent.objects.create(mailing=mailing, moved_from=here, moved_to=there, reason=reason, actor=actor)
    return mailing


@transaction.atomic
def move_subscription(
    subscription: Subscription, there: SubscriptionStatus, *, reason: str, consent: dict[str, Any] | None = None
) -> Subscription:
    """Move a subscription and note it. Raises MoveRefusedError if the table does not allow it."""
    row: Subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
    here = SubscriptionStatus(row.status)
    require_move(SUBSCRIPTION_MOVES, here, there)
    row.status = there
    row.changed_at = clock.now()
    if consent is not None:
        row.consent = consent
    if there != SubscriptionStatus.PENDING:
        row.confirm_hash = ""
    row.save(update_fields=["status", "changed_at", "consent", "confirm_hash"])
    SubscriptionEvent.objects.create(subscription=row, moved_from=here, moved_to=there, reason=reason)
    return row


@transaction.atomic
def move_import(import_id: int, there: ImportStatus, **fields: Any) -> ListImport:
    """Move an import of readers. Raises MoveRefusedError if the table does not allow it. The caller audits who."""
    row: ListImport = ListImport.objects.select_for_update().get(pk=import_id)
    require_move(IMPORT_MOVES, ImportStatus(row.status), there)
    row.status = there
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["status", *fields])
    return row


def enrol(rows: list[Subscription], *, reason: str) -> int:
    """Write new readers of one list who have agreed, and note it; who stands there already is left as they are."""
    if not rows:
        return 0
    mine = Subscription.objects.alias(address=Lower("email")).filter(list=rows[0].list_id)
    asked = {row.email.lower() for row in rows}
    known = {email.lower() for email in mine.filter(address__in=asked).values_list("email", flat=True)}
    Subscription.objects.bulk_create(rows, batch_size=2_000, ignore_conflicts=True)
    events = [
        SubscriptionEvent(subscription_id=key, moved_to=SubscriptionStatus.CONFIRMED, reason=reason, at=at)
        for key, at in mine.filter(address__in=asked - known).values_list("pk", "changed_at")
    ]
    SubscriptionEvent.objects.bulk_create(events, batch_size=2_000)
    return len(events)


def forget_imports(moment: datetime) -> int:
    """Drop imports that nobody carried out, and the lines of those that were, made before a moment."""
    old = ListImport.objects.filter(made_at__lt=moment)
    dropped: int = old.filter(status=ImportStatus.PREVIEW).delete()[0]
    return dropped + old.exclude(lines=[]).update(lines=[])


def _settle(delivery: Attempted, there: DeliveryStatus, **fields: Any) -> bool:
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
    _settle(
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
    _settle(
        delivery,
        DeliveryStatus.BOUNCED,
        reason=reason,
        attempts=delivery.attempts + 1,
        next_attempt_at=None,
        reply_code=code,
        reply=reply[:300],
    )


def deferred(delivery: Attempted, code: int | None, reply: str, *, reason: str, at_once: bool = False) -> None:
    """Note that the message is to be tried again, later each time; give it up after the last interval."""
    attempts = delivery.attempts + 1
    intervals: list[int] = settings.POST_RETRY_SECONDS
    most = MOST_UNKNOWN if reason == "unknown" else len(intervals)
    if attempts > most:
        refused(delivery, code, reply, reason="unknown" if reason == "unknown" else "gave_up")
        return
    wait = 0 if at_once and delivery.attempts == 0 else intervals[attempts - 1]
    _settle(
        delivery,
        DeliveryStatus.DEFERRED,
        reason=reason,
        attempts=attempts,
        next_attempt_at=clock.now() + timedelta(seconds=wait),
        reply_code=code,
        reply=reply[:300],
    )


_COUNT = """
UPDATE post_chunk c SET next_at = found.next_at, done = found.unsent = 0, size = found.size, accepted = found.accepted,
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
_COUNT_ONE = _COUNT.format(which="k.id = %(which)s")
_COUNT_MAILING = _COUNT.format(which="k.mailing_id = %(which)s")
_COUNT_OF = _COUNT.format(
    which="(k.mailing_id, k.number) IN (SELECT mailing_id, chunk FROM post_delivery WHERE id = ANY(%(which)s))"
)


def _count(statement: str, which: int | list[int]) -> None:
    with connection.cursor() as cursor:
        values = {"which": which, "now": clock.now(), "unsent": [state.value for state in UNSENT]}
        cursor.execute(statement, values)


def count_bundle(bundle_id: int) -> None:
    """Note how the messages of a bundle stand, when one is due again, and whether it is done."""
    _count(_COUNT_ONE, bundle_id)


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
        Delivery.objects.transactional()
        .unsent()
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


@transaction.atomic
def move_incoming(
    message_id: int, there: IncomingStatus, *, actor: User | None, reason: str = "", **fields: Any
) -> IncomingMessage:
    """Move a message that came in and note it. Raises MoveRefusedError if the table does not allow it."""
    row: IncomingMessage = IncomingMessage.objects.select_for_update().defer("raw").get(pk=message_id)
    here = IncomingStatus(row.status)
    require_move(INCOMING_MOVES, here, there)
    row.status, row.reason = there, reason
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["status", "reason", *fields])
    IncomingEvent.objects.create(message=row, moved_from=here, moved_to=there, reason=reason, actor=actor)
    return row


def suppress(email: str, reason: SuppressionReason) -> None:
    """Send no more mail-outs to an address; a reason that stands already is left."""
    Suppression.objects.bulk_create([Suppression(email=email, reason=reason)], ignore_conflicts=True)


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
    _settle(
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
    _settle(
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
    _settle(delivery, DeliveryStatus.DEFERRED, reason=reason, next_attempt_at=until, **answer)


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
