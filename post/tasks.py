"""What a worker is woken for. Safe to run twice and at once: the rows' locks decide who sends what."""

from __future__ import annotations

from celery import shared_task

from common import clock
from common.wake import wake
from post.inbound.handling import handle
from post.models import Mailing
from post.sending.relay import RelayAwayError
from post.sending.run import Sender
from post.sms.run import send_due

RUN_SECONDS = 300.0
"""A run makes way for other tasks after this long and wakes its successor."""


@shared_task(name="post.tasks.deliver")
def deliver(mailing_id: int | None = None) -> None:
    """Send what is due: single messages, then the mail-out named. A mail server that is away costs nothing."""
    sender = Sender(seconds=RUN_SECONDS)
    try:
        sender.send_singles()
        if mailing_id is not None:
            sender.send_mailing(mailing_id)
    except RelayAwayError:
        return  # logged where it happened; everything unsent still waits, and the sweep comes back each minute
    finally:
        sender.close()
    if mailing_id is not None and sender.out_of_time() and Mailing.objects.at_work(clock.now()).filter(pk=mailing_id):
        wake(deliver, mailing_id)


@shared_task(name="post.tasks.understand")
def understand(incoming_id: int) -> None:
    """Read one message that came in and act on it."""
    handle(incoming_id)


@shared_task(name="post.tasks.send_texts")
def send_texts() -> None:
    """Send the text messages that are due."""
    send_due(seconds=RUN_SECONDS)
