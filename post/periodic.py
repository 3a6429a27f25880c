"""The sweep that finds what nobody was woken for, and the tidying of what need not be kept."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db.models import Q

from common import clock
from common.wake import wake
from post import services, transitions
from post.inbound.imap import MailboxAwayError
from post.lifecycle import IncomingStatus, MailingStatus
from post.models import Bounce, Content, Delivery, IncomingMessage, Mailing, ReplyAddress
from post.tasks import cancel_rest, deliver, deliver_first, send_texts, understand

logger = logging.getLogger(__name__)

IDLE = timedelta(seconds=20)
KEEP_BODIES = timedelta(days=90)
KEEP_RECIPIENTS = timedelta(days=365)
KEEP_BOUNCES = timedelta(days=365)
KEEP_IMPORTED_LINES = timedelta(days=2)
KEEP_UNCONFIRMED = timedelta(days=7)  # after the link has grown too old
KEEP_CONSENT = timedelta(days=365)  # after somebody has left
OVERDUE = timedelta(hours=24)
SWEPT_AT_ONCE = 500


@shared_task(name="post.periodic.sweep")
def sweep() -> None:
    """Wake a worker for whatever is due: a lost broker, a killed worker or a sleeping relay costs minutes only."""
    now = clock.now()
    for mailing in Mailing.objects.filter(status=MailingStatus.QUEUED, start_at__lt=now - OVERDUE):
        transitions.move_mailing(mailing.pk, MailingStatus.PAUSED, actor=None, reason="overdue")
    transitions.expire(now)  # no worker is woken for what nobody should get any more
    if Delivery.objects.due(now).exists():
        wake(deliver_first)
    idle = Q(touched_at=None) | Q(touched_at__lt=now - IDLE)
    for key in Mailing.objects.at_work(now).filter(idle).values_list("pk", flat=True):
        for _run in range(settings.POST_RUNS):
            wake(deliver, key)
    half_cancelled = Mailing.objects.filter(status=MailingStatus.CANCELLED, chunks__done=False)
    for key in half_cancelled.values_list("pk", flat=True).distinct():
        wake(cancel_rest, key)


@shared_task(name="post.periodic.tidy")
def tidy() -> None:
    """Erase what its time limit says: secrets nobody waits for, old messages and recipients, and who never said yes."""
    now = clock.now()
    transitions.expire(now)
    transitions.forget_imports(now - KEEP_IMPORTED_LINES)
    transitions.forget_unconfirmed(now - KEEP_UNCONFIRMED)
    transitions.forget_consents(now - KEEP_CONSENT)
    transitions.erase_secrets(Q())
    old = Content.objects.filter(mailing=None, erased_at=None, created_at__lt=now - KEEP_BODIES)
    old.exclude(deliveries__in=Delivery.objects.queued()).update(body=b"", subject="", erased_at=now)
    transitions.forget(Q(created_at__lt=now - KEEP_RECIPIENTS))
    read = IncomingMessage.objects.filter(received_at__lt=now - timedelta(days=settings.POST_INCOMING_KEEP_DAYS))
    read.exclude(status__in=[IncomingStatus.RECEIVED, IncomingStatus.WAITING]).delete()
    Bounce.objects.filter(at__lt=now - KEEP_BOUNCES).delete()
    ReplyAddress.objects.filter(expires_at__lt=now).delete()


@shared_task(name="post.periodic.sweep_incoming")
def sweep_incoming() -> None:
    """Wake a worker for messages that came in and that nobody was woken for."""
    unread = IncomingMessage.objects.filter(status=IncomingStatus.RECEIVED, received_at__lt=clock.now() - IDLE)
    for key in unread.order_by("pk").values_list("pk", flat=True)[:SWEPT_AT_ONCE]:
        wake(understand, key)


@shared_task(name="post.periodic.fetch_mail")
def fetch_mail() -> None:
    """Empty the mailbox, where there is one. One that does not answer is asked again in a minute."""
    if not settings.IMAP_URL:
        return
    try:
        services.fetch_mail()
    except MailboxAwayError as error:
        logger.warning("mailbox away", extra={"error": str(error)})


@shared_task(name="post.periodic.sweep_texts")
def sweep_texts() -> None:
    """Wake a worker for text messages that are due: at the end of the quiet hours, after a fault, or a lost broker."""
    if Delivery.objects.texts_due(clock.now()).exists():
        wake(send_texts)
