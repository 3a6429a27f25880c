"""Telling volunteers about their shifts."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from common import clock
from grannstod.mail import shifts as mail
from grannstod.mail.texts import reminder
from grannstod.models import (
    CrewMember,
    Volunteer,
)
from post.services import estimate, send_sms

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)

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


def texts_ahead() -> tuple[int, int]:
    """Return how many text messages about shifts leave within a week, and what they cost at most, in öre."""
    now = clock.now()
    seats = CrewMember.objects.filter(starts_at__gt=now, starts_at__lte=now + A_WEEK, reminded_at=None)
    texts = [reminder(seat.shift) for seat in seats.filter(volunteer__wants_texts=True).select_related("shift__car")]
    return len(texts), estimate(max(texts, key=len), len(texts)).cost if texts else 0


def choose_texts(*, volunteer: Volunteer, wants: bool) -> None:
    """Note whether a volunteer wants a text message the day before each shift."""
    volunteer.wants_texts = wants
    volunteer.save(update_fields=["wants_texts"])


def remind_by_mail() -> int:
    """Mail whoever drives within a week, and again within a day; each seat once each. Returns how many were written.

    Whoever took the seat within the last day has just had a mail with the same words.
    """
    now = clock.now()
    seats = CrewMember.objects.filter(starts_at__gt=now, placed_at__lt=now - A_DAY).exclude(shift__patrol__isnull=False)
    day = seats.filter(starts_at__lte=now + A_DAY, day_mail_at=None).values_list("pk", flat=True)
    week = seats.filter(starts_at__gt=now + A_DAY, starts_at__lte=now + A_WEEK, week_mail_at=None)
    written = sum(_mail_once(pk, "day_mail_at") for pk in list(day))
    return written + sum(_mail_once(pk, "week_mail_at") for pk in list(week.values_list("pk", flat=True)))


@transaction.atomic
def _mail_once(seat_id: int, field: str) -> bool:
    if not CrewMember.objects.filter(pk=seat_id, **{field: None}).update(**{field: clock.now()}):
        return False
    seat = CrewMember.objects.select_related("shift__car", "shift__route", "volunteer__user").get(pk=seat_id)
    mail.reminder(seat.shift, seat.volunteer).send()
    return True
