"""Telling volunteers about their shifts."""

from __future__ import annotations

import logging

from django.core.exceptions import ValidationError
from django.db import transaction

from common import clock
from grannstod.mail import reminder
from grannstod.models import (
    CrewMember,
    Volunteer,
)
from post.services import send_sms

logger = logging.getLogger(__name__)


@transaction.atomic
def remind(*, seat_id: int) -> bool:
    """Send the text message about a shift to one who wants it, once; during quiet hours it waits for morning.

    Returns whether one was sent: not where somebody got there first, and not (logged) where none can be.
    """
    if not CrewMember.objects.filter(pk=seat_id, reminded_at=None).update(reminded_at=clock.now()):
        return False
    seat = CrewMember.objects.select_related("shift__car", "volunteer__user").get(pk=seat_id)
    phone, thread = seat.volunteer.user.phone, f"grannstod:shift:{seat.shift_id}"
    try:
        send_sms(text=reminder(seat.shift), recipients=[phone], thread=thread, expires_at=seat.starts_at)
    except ValidationError as error:
        logger.warning("no reminder sent", extra={"seat": seat_id, "code": error.code})
        return False
    return True


def choose_texts(*, volunteer: Volunteer, wants: bool) -> None:
    """Note whether a volunteer wants a text message the day before each shift."""
    volunteer.wants_texts = wants
    volunteer.save(update_fields=["wants_texts"])
