"""Sending what has been written already once more: to somebody it did not reach, or to oneself as a test."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.utils import make_msgid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common.wake import wake_after_commit
from post import transitions
from post.lifecycle import DeliveryStatus, MailingStatus, SubscriptionStatus
from post.mail import shown
from post.models import Content, Delivery, Mailing, Subscription, Suppression
from post.tasks import deliver_first

DID_NOT_ARRIVE = (DeliveryStatus.BOUNCED, DeliveryStatus.EXPIRED, DeliveryStatus.CANCELLED)


def why_not_again(delivery: Delivery) -> str:
    """Return why a message can't be sent again, in a sentence; empty when it can."""
    if delivery.status not in DID_NOT_ARRIVE or delivery.channel != Delivery.Channel.MAIL:
        return _("Only e-mail that did not arrive can be sent again.")
    if delivery.recipient.startswith(transitions.ERASED):
        return _("The recipient has been erased.")
    if not shown.is_readable(delivery.content):
        return _("The text is secret or no longer kept. Whoever needs it asks for a new one.")
    if delivery.mailing_id is not None and _unwanted(delivery):
        return _("The recipient has left the list or gets no mail-outs.")
    if _on_its_way(delivery):
        return _("It has been sent again already.")
    return ""


def _unwanted(delivery: Delivery) -> bool:
    sought = delivery.recipient.lower()
    if Suppression.objects.alias(address=Lower("email")).filter(address=sought).exists():
        return True
    assert delivery.mailing is not None
    mine = Subscription.objects.alias(address=Lower("email")).filter(
        address=sought, list__in=delivery.mailing.lists.all()
    )
    states = set(mine.values_list("status", flat=True))
    return SubscriptionStatus.LEFT in states and SubscriptionStatus.CONFIRMED not in states


def _on_its_way(delivery: Delivery) -> bool:
    copies = Delivery.objects.alias(address=Lower("recipient")).filter(
        message_id=delivery.message_id, address=delivery.recipient.lower(), pk__gt=delivery.pk
    )
    return copies.exists()


@transaction.atomic
def send_again(*, delivery: Delivery, actor: User) -> Delivery:
    """Send a message that did not arrive once more, as a single message with the same Message-ID.

    Two presses of the button are one: the row is locked. Raises ValidationError (code `not_again`).
    """
    row: Delivery = (
        Delivery.objects.select_for_update(of=("self",)).select_related("content", "mailing").get(pk=delivery.pk)
    )
    reason = why_not_again(row)
    if reason:
        raise ValidationError(reason, code="not_again")
    assert row.content is not None
    content = row.content if row.mailing_id is None else _single_content(row, row.content, shown.bytes_of(row))
    again = Delivery.objects.create(
        content=content, recipient=row.recipient, person=row.person, language=row.language, message_id=row.message_id
    )
    audit(actor=actor, action="post.sent_again", object_type="post.delivery", object_id=str(row.pk))
    wake_after_commit(deliver_first)
    return again


def _single_content(row: Delivery, content: Content, body: bytes) -> Content:
    return Content.objects.create(
        thread=content.thread, language=row.language, subject=content.subject, sender=content.sender, body=body
    )


@transaction.atomic
def send_test(*, mailing: Mailing, content: Content, actor: User) -> Delivery:
    """Send one of a mail-out's texts to whoever asks, before it starts; its links lead nowhere.

    Raises ValidationError (code `started`).
    """
    if mailing.status not in (MailingStatus.DRAFT, MailingStatus.QUEUED, MailingStatus.PAUSED):
        raise ValidationError(_("This mail-out has started; its text can't be changed."), code="started")
    message_id = make_msgid(domain=settings.POST_DOMAIN)
    stand_in = Delivery(content=content, mailing=mailing, recipient=actor.email, message_id=message_id)
    stand_in.pk = 0
    message = message_from_bytes(shown.bytes_of(stand_in), policy=policy.SMTP)
    subject = _("Test: %(subject)s") % {"subject": content.subject}
    message.replace_header("Subject", re.sub(r"[\r\n]+", " ", subject))
    for name in ("List-Unsubscribe", "List-Unsubscribe-Post"):
        del message[name]
    copy = Content.objects.create(
        thread=mailing.thread,
        language=content.language,
        subject=subject[:300],
        sender=content.sender,
        body=message.as_bytes(),
    )
    delivery = Delivery.objects.create(content=copy, recipient=actor.email, message_id=message_id)
    audit(actor=actor, action="post.test_sent", object_type="post.mailing", object_id=str(mailing.pk))
    wake_after_commit(deliver_first)
    return delivery
