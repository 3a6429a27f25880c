"""Messages that nobody was woken for."""

from __future__ import annotations

from celery import shared_task

from neighbourhoods.models import MessageRecipient
from neighbourhoods.tasks import send_message


@shared_task(name="neighbourhoods.periodic.send_waiting_messages")
def send_waiting_messages() -> None:
    """Send what still waits (each minute): a message whose worker was lost, or that no broker heard of."""
    waiting = MessageRecipient.objects.filter(mailed_at=None).values_list("message", flat=True)
    for message_id in waiting.distinct().order_by("message"):
        send_message(message_id)
