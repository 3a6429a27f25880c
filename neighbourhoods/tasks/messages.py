"""A message to areas is handed to the post, one mail an agent."""

from __future__ import annotations

from celery import shared_task
from django.db import transaction

from common import clock
from neighbourhoods import mail
from neighbourhoods.models import MessageRecipient


@shared_task(name="neighbourhoods.tasks.send_message")
def send_message(message_id: int) -> None:
    """Hand what has not left of a message to the post. Each mail and its mark are one transaction."""
    while _send_next(message_id):
        pass


@transaction.atomic
def _send_next(message_id: int) -> bool:
    unsent = MessageRecipient.objects.filter(message=message_id, mailed_at=None)
    row = (
        unsent.select_for_update(skip_locked=True, of=("self",))
        .select_related("message__author", "user", "area")
        .order_by("pk")
        .first()
    )
    if row is None:
        return False
    if row.user.is_active:
        mail.to_agent(row).send()
    row.mailed_at = clock.now()
    row.save(update_fields=["mailed_at"])
    return True
