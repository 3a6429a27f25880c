"""Handing one's seat over: the holder asks, the first who fits and presses has it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from grannstod.mail import shifts as mail
from grannstod.models import CrewMember, SeatEvent, SwapRequest, Volunteer
from grannstod.services.seats import check_may_sit, held_shift, note
from grannstod.services.shifts import refusals

What = SeatEvent.What


@transaction.atomic
def ask_swap(*, shift_id: int, volunteer: Volunteer, actor: User) -> SwapRequest:
    """Ask others to take one's seat; it stays one's own until somebody does. Twice is once.

    Raises ValidationError `not_yours`.
    """
    shift = held_shift(shift_id)
    mine = shift.crew.filter(volunteer=volunteer).first()
    if mine is None:
        raise ValidationError(_("You are not on that shift."), code="not_yours")
    swap, is_new = SwapRequest.objects.get_or_create(seat=mine)
    if is_new:
        note(shift, volunteer, What.ASKED_SWAP, actor)
    return swap


@transaction.atomic
def keep_seat(*, shift_id: int, volunteer: Volunteer, actor: User) -> None:
    """Take the question back. Twice is once."""
    shift = held_shift(shift_id)
    if SwapRequest.objects.filter(seat__shift=shift, seat__volunteer=volunteer).delete()[0]:
        note(shift, volunteer, What.KEPT, actor)


@transaction.atomic
def take_over(*, swap_id: int, volunteer: Volunteer, actor: User) -> CrewMember:
    """Take a seat that is handed over. Of two who press at once the first has it.

    Raises ValidationError: `swap_gone`, `person_taken` and the codes of a crew's rules.
    """
    shift_id = SwapRequest.objects.filter(pk=swap_id).values_list("seat__shift_id", flat=True).first()
    if shift_id is None:
        raise _gone()
    shift = held_shift(shift_id)
    swap = SwapRequest.objects.select_related("seat__volunteer__user").filter(pk=swap_id, seat__shift=shift).first()
    if swap is None:
        raise _gone()
    seat, before = swap.seat, swap.seat.volunteer
    if before.pk == volunteer.pk:
        raise ValidationError(_("That seat is yours already."), code="yours_already")
    check_may_sit(shift, volunteer, seat.seat, instead_of=seat)
    swap.delete()
    with refusals():
        CrewMember.objects.filter(pk=seat.pk).update(
            volunteer=volunteer, placed_at=clock.now(), reminded_at=None, week_mail_at=None, day_mail_at=None
        )
    note(shift, before, What.HANDED_OVER, actor)
    note(shift, volunteer, What.TOOK_OVER, actor)
    mail.removed(shift, before, moment=clock.now()).send()
    mail.placed(shift, volunteer).send()
    seat.refresh_from_db()
    return seat


def _gone() -> ValidationError:
    return ValidationError(_("Somebody else has taken that seat, or it is not handed over any more."), code="swap_gone")
