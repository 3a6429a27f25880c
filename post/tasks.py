"""What a worker is woken for. Safe to run twice and at once: the rows' locks decide who sends what."""

from __future__ import annotations

import contextvars
import logging
from concurrent.futures import ThreadPoolExecutor

from celery import shared_task
from django.conf import settings
from django.db import OperationalError, connection

from common import clock
from common.wake import wake
from post import transitions
from post.inbound.handling import handle
from post.lifecycle import MailingStatus
from post.models import Mailing
from post.sending import faults, run
from post.sending.relay import RelayAwayError
from post.sms.run import send_due

logger = logging.getLogger(__name__)

RUN_SECONDS = 60.0
"""A run makes way for other tasks after this long and wakes its successor."""


@shared_task(name="post.tasks.deliver_first")
def deliver_first() -> None:
    """Send single messages: codes, receipts, answers. A queue of its own, so that they wait behind nothing."""
    deliver()


@shared_task(name="post.tasks.deliver")
def deliver(mailing_id: int | None = None) -> None:
    """Send what is due: single messages, then the mail-out named, over POST_CONNECTIONS lines.

    A mail server or a database that is away costs nothing: what is unsent still waits, and the sweep comes back.
    """
    try:
        _deliver(mailing_id)
    except OperationalError as error:
        logger.warning("database away", extra={"error": type(error).__name__})
        connection.close()


def _deliver(mailing_id: int | None) -> None:
    try:
        _send_singles()
        if mailing_id is not None:
            _send_mailing(mailing_id)
    except RelayAwayError as error:
        faults.note(error)  # logged where it happened


def _send_singles() -> None:
    sender = run.Sender(seconds=RUN_SECONDS)
    try:
        sender.send_singles()
    finally:
        sender.close()


def _send_mailing(mailing_id: int) -> None:
    mailing = run.begin(mailing_id)
    if mailing is None:
        return
    in_time = all(_over_all_lines(mailing))
    run.finish(mailing_id)
    if not in_time and Mailing.objects.at_work(clock.now()).filter(pk=mailing_id).exists():
        wake(deliver, mailing_id)


def _over_all_lines(mailing: Mailing) -> list[bool]:
    """Send over one line in this thread, or over several, each in a thread of its own with its own connection."""
    lines: int = settings.POST_CONNECTIONS
    if lines == 1:
        return [_over_one_line(mailing)]
    with ThreadPoolExecutor(lines, thread_name_prefix="line") as pool:
        runs = [pool.submit(contextvars.copy_context().run, _in_thread, mailing) for _line in range(lines)]
    return [one.result() for one in runs]


def _in_thread(mailing: Mailing) -> bool:
    try:
        return _over_one_line(mailing)
    finally:
        connection.close()


def _over_one_line(mailing: Mailing) -> bool:
    """Return whether everything that could be claimed was sent before time was up."""
    sender = run.Sender(seconds=RUN_SECONDS)
    try:
        sender.send_mailing(mailing)
    finally:
        sender.close()
    return not sender.out_of_time()


@shared_task(name="post.tasks.cancel_rest")
def cancel_rest(mailing_id: int) -> None:
    """Write down that what had not left of a cancelled mail-out never will."""
    if Mailing.objects.filter(pk=mailing_id, status=MailingStatus.CANCELLED).exists():
        transitions.cancel_unsent(mailing_id)


@shared_task(name="post.tasks.understand")
def understand(incoming_id: int) -> None:
    """Read one message that came in and act on it."""
    handle(incoming_id)


@shared_task(name="post.tasks.send_texts")
def send_texts() -> None:
    """Send the text messages that are due."""
    send_due(seconds=RUN_SECONDS)
