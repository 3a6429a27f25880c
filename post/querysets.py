"""Who sees what in the ledger, and what is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import BooleanField, Func, Q, Value
from django.db.models.functions import Lower

from post.lifecycle import (
    UNFINISHED,
    UNSENT,
    USUAL,
    DeliveryStatus,
    IncomingStatus,
    MailingStatus,
    SubscriptionStatus,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def is_one_of(addresses: Iterable[str]) -> Func:
    """Return the condition that `email`, in small letters, is one of thousands: one parameter, `__in` has one each."""
    known = Value(list(addresses), output_field=ArrayField(models.TextField()))
    array = Func(known, template="(%(expressions)s)")
    return Func(Lower("email"), array, template="%(expressions)s", arg_joiner=" = ANY", output_field=BooleanField())


class LedgerQuerySet(models.QuerySet[Any]):
    """Rows of the ledger: for those who may see it."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every row for those who may see the ledger, else none."""
        return self if user.has_perm("post.see_ledger") else self.none()


class MailingQuerySet(LedgerQuerySet):
    """Mail-outs."""

    def at_work(self, moment: datetime) -> Self:
        """Return mail-outs that a worker should be busy with: due, or begun and not finished."""
        due = Q(status=MailingStatus.QUEUED) & (Q(start_at=None) | Q(start_at__lte=moment))
        return self.filter(due | Q(status=MailingStatus.SENDING))


class DeliveryQuerySet(LedgerQuerySet):
    """One message to one recipient each."""

    def unsent(self) -> Self:
        """Return what may still leave."""
        return self.filter(status__in=UNSENT)

    def queued(self) -> Self:
        """Return single messages that may still leave."""
        return self.filter(queued_at__isnull=False)

    def due(self, moment: datetime) -> Self:
        """Return the single mails that may leave now."""
        return self._live(moment).exclude(channel="sms")

    def texts_due(self, moment: datetime) -> Self:
        """Return the text messages that may leave now."""
        return self._live(moment).filter(channel="sms")

    def _live(self, moment: datetime) -> Self:
        """Return what has waited long enough, and not so long that nobody should get it any more."""
        lasts = Q(expires_at=None) | Q(expires_at__gt=moment)
        return self.filter(lasts, queued_at__lte=moment)

    def with_outcome(self, status: str) -> Self:
        """Return messages with an outcome; those that wait are looked for where any can wait."""
        if status not in USUAL:
            return self.filter(unusual=status)
        if status == DeliveryStatus.WAITING:
            return self.filter(Q(queued_at__isnull=False) | Q(mailing__status__in=UNFINISHED), status=status)
        return self.filter(status=status)

    def transactional(self) -> Self:
        """Return single messages: codes, receipts, answers. They go ahead of mail-outs."""
        return self.filter(mailing=None)

    def in_order(self) -> Self:
        """Return what somebody waits for first, then what goes to many; each since longest first."""
        return self.order_by("of_many", "queued_at", "pk")


class SubscriptionQuerySet(LedgerQuerySet):
    """Who reads which list."""

    def confirmed(self) -> Self:
        """Return those who get mail."""
        return self.filter(status=SubscriptionStatus.CONFIRMED)


class IncomingQuerySet(models.QuerySet[Any]):
    """Mail that came in: anybody may have written it, about anything."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every row for those who sort it, else none."""
        return self if user.has_perm("post.handle_incoming") else self.none()

    def waiting(self) -> Self:
        """Return what waits for a person."""
        return self.filter(status=IncomingStatus.WAITING)


class TextQuerySet(models.QuerySet[Any]):
    """Text messages."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every one for those who may see the ledger; their own for those who may send; else none."""
        if user.has_perm("post.see_ledger"):
            return self
        return self.filter(author=user) if user.has_perm("post.send_sms") else self.none()
