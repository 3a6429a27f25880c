"""Mail-outs, subscriptions, imports of readers, messages that came in, stopped addresses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from common import clock
from common.moves import require_move
from post.lifecycle import (
    IMPORT_MOVES,
    INCOMING_MOVES,
    MAILING_MOVES,
    SUBSCRIPTION_MOVES,
    ImportStatus,
    IncomingStatus,
    MailingStatus,
    SubscriptionStatus,
    SuppressionReason,
)
from post.models import (
    IncomingEvent,
    IncomingMessage,
    ListImport,
    Mailing,
    MailingEvent,
    Subscription,
    SubscriptionEvent,
    Suppression,
)
from post.querysets import is_one_of


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
    mine = Subscription.objects.filter(list=rows[0].list_id)
    asked = {row.email.lower() for row in rows}
    known = {email.lower() for email in mine.filter(is_one_of(asked)).values_list("email", flat=True)}
    Subscription.objects.bulk_create(rows, batch_size=2_000, ignore_conflicts=True)
    events = [
        SubscriptionEvent(subscription_id=key, moved_to=SubscriptionStatus.CONFIRMED, reason=reason, at=at)
        for key, at in mine.filter(is_one_of(asked - known)).values_list("pk", "changed_at")
    ]
    SubscriptionEvent.objects.bulk_create(events, batch_size=2_000)
    return len(events)


def forget_imports(moment: datetime) -> int:
    """Drop imports that nobody carried out, and the lines of those that were, made before a moment."""
    old = ListImport.objects.filter(made_at__lt=moment)
    dropped: int = old.filter(status=ImportStatus.PREVIEW).delete()[0]
    return dropped + old.exclude(lines=[]).update(lines=[])


@transaction.atomic
def forget_unconfirmed(moment: datetime) -> int:
    """Delete addresses that have not confirmed by a link good until a moment; who had left before has left again."""
    unanswered = Subscription.objects.filter(status=SubscriptionStatus.PENDING, confirm_before__lt=moment)
    held = list(unanswered.select_for_update())
    had_left = set(unanswered.filter(events__moved_to=SubscriptionStatus.LEFT).values_list("pk", flat=True))
    for row in held:
        if row.pk in had_left:
            move_subscription(row, SubscriptionStatus.LEFT, reason="unanswered")
    Subscription.objects.filter(pk__in=[row.pk for row in held if row.pk not in had_left]).delete()
    return len(held)


def forget_consents(moment: datetime) -> int:
    """Empty the proof of consent of those who left before a moment; that they left, and their address, stays."""
    gone = Subscription.objects.filter(status=SubscriptionStatus.LEFT, changed_at__lt=moment).exclude(consent={})
    asked_anew = Q(confirm_before__gte=moment) & ~Q(confirm_hash="")
    return gone.exclude(asked_anew).update(consent={})


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
    """Send no more mail-outs to an address; other reasons stand beside this one, and each is lifted by itself."""
    Suppression.objects.bulk_create([Suppression(email=email, reason=reason)], ignore_conflicts=True)
