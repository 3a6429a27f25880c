"""The only writer of a sign-up's status, and of who sits on which seat."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from common.moves import require_move
from neighbourhoods.lifecycle import SEATED, SIGN_UP_MOVES, SignUpStatus
from neighbourhoods.models import Seat, SignUp, SignUpEvent
from neighbourhoods.transitions.trainings import hold_training

_FIELDS = ["status", "seat", "seated_at", "queued_at", "offer_until"]


def free_seat(training_id: int) -> Seat | None:
    """Return the free seat with the lowest number, or None. Ask it under the training's lock."""
    return Seat.objects.filter(training=training_id, signup=None).order_by("number").first()


@transaction.atomic
def move_sign_up(
    sign_up: SignUp, to: SignUpStatus, *, by: User | None, reason: str = "", offer_until: datetime | None = None
) -> SignUpEvent:
    """Move a sign-up under the training's lock, give it a seat or take it back, and append the event.

    An offer needs `offer_until`. Raises MoveRefusedError, and ValidationError `full` where no seat is free.
    """
    hold_training(sign_up.training_id)
    held = SignUp.objects.select_for_update(of=("self",)).get(pk=sign_up.pk)
    here = SignUpStatus(held.status)
    require_move(SIGN_UP_MOVES, here, to)
    if to in SEATED and here not in SEATED:
        held.seat = free_seat(held.training_id)
        if held.seat is None:
            raise ValidationError(_("Every place is taken. Add places first."), code="full")
        held.seated_at = clock.now()
    elif to not in SEATED:
        held.seat = held.seated_at = None
    if to == SignUpStatus.WAITING:
        held.queued_at = clock.now()
    held.status, held.offer_until = to, offer_until
    held.save(update_fields=_FIELDS)
    for field in _FIELDS:
        setattr(sign_up, field, getattr(held, field))
    return SignUpEvent.objects.create(sign_up=held, moved_from=here, moved_to=to, reason=reason, actor=by)


def begin_sign_up(sign_up: SignUp, *, by: User | None) -> SignUpEvent:
    """Append a sign-up's first event: somebody has asked to come."""
    return SignUpEvent.objects.create(sign_up=sign_up, moved_from="", moved_to=sign_up.status, actor=by)
