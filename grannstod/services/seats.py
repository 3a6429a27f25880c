"""Taking a seat oneself, leaving it in time, standing in line, and offers that pass.

Every act holds the shift's row first, so that two who press at once come one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from grannstod import transitions
from grannstod.figures.seats import next_in_line
from grannstod.lifecycle import IN_LINE, WaitingStatus
from grannstod.mail import shifts as mail
from grannstod.models import CrewMember, SeatEvent, Shift, Volunteer, WaitingPlace
from grannstod.services.shifts import check_driver, check_pair, check_person, refusals, require_to_come

# Until this long before a shift one may leave it without a word; later the leader is rung, or somebody takes over.
WITHDRAW_BEFORE = timedelta(hours=48)
OFFER_STANDS = timedelta(hours=24)
Seat, What = CrewMember.Seat, SeatEvent.What


def held_shift(shift_id: int) -> Shift:
    """Return a coming shift with its row locked. Raises ValidationError (`has_started`, `is_over`)."""
    shift: Shift = Shift.objects.select_for_update(of=("self",)).select_related("car", "route").get(pk=shift_id)
    require_to_come(shift)
    return shift


def note(shift: Shift, volunteer: Volunteer, what: SeatEvent.What, actor: User | None) -> None:
    """Write down what happened to a seat."""
    SeatEvent.objects.create(shift=shift, volunteer=volunteer, what=what, actor=actor)


def check_may_sit(
    shift: Shift,
    volunteer: Volunteer,
    seat: str,
    *,
    instead_of: CrewMember | None = None,
    beside: Sequence[Volunteer] = (),
) -> None:
    """Raise ValidationError unless a person may take a seat: the rules of a crew, for one person at a time."""
    check_person(volunteer)
    if seat == Seat.DRIVER:
        check_driver(volunteer, clock.local(shift.starts_at).date())
    for member in shift.crew.select_related("volunteer__user"):
        if instead_of is None or member.pk != instead_of.pk:
            check_pair(member.volunteer, volunteer)
    for other in beside:
        check_pair(other, volunteer)


@transaction.atomic
def sign_up(*, shift_id: int, volunteer: Volunteer, seat: str, actor: User) -> CrewMember:
    """Take a free seat. Twice is once.

    Raises ValidationError: `seat_taken`, `seat_offered`, `person_taken` and the codes of a crew's rules.
    """
    shift = held_shift(shift_id)
    mine: CrewMember | None = shift.crew.filter(volunteer=volunteer).first()
    if mine is not None:
        return mine
    _require_not_offered(shift, volunteer)
    return _sit(shift, volunteer, seat, actor)


def _require_not_offered(shift: Shift, volunteer: Volunteer) -> None:
    offers = shift.line.filter(status=WaitingStatus.OFFERED, offered_until__gt=clock.now()).exclude(volunteer=volunteer)
    if shift.crew.count() + offers.count() >= 2:
        raise ValidationError(
            _("That seat is offered to somebody who stood in line. Stand in line too, and you are next."),
            code="seat_offered",
        )


def _sit(shift: Shift, volunteer: Volunteer, seat: str, actor: User | None) -> CrewMember:
    check_may_sit(shift, volunteer, seat)
    with refusals():
        placed = CrewMember.objects.create(
            shift=shift, volunteer=volunteer, seat=seat, starts_at=shift.starts_at, ends_at=shift.ends_at
        )
    for place in shift.line.filter(volunteer=volunteer, status__in=IN_LINE):
        transitions.move_place(place, WaitingStatus.TAKEN)
    note(shift, volunteer, What.SIGNED_UP, actor)
    mail.placed(shift, volunteer).send()
    return placed


def may_withdraw(shift: Shift) -> bool:
    """Tell whether a seat may still be left without a word."""
    return clock.now() <= shift.starts_at - WITHDRAW_BEFORE


@transaction.atomic
def withdraw(*, shift_id: int, volunteer: Volunteer, actor: User) -> None:
    """Leave a seat in time; the next in line gets an offer. Twice is once. Raises ValidationError `too_late`."""
    shift = held_shift(shift_id)
    mine = shift.crew.filter(volunteer=volunteer).first()
    if mine is None:
        return
    if not may_withdraw(shift):
        raise ValidationError(
            _("It is less than 48 hours until the shift. Hand the seat over to somebody, or call the leader."),
            code="too_late",
        )
    free_seat(seat=mine, actor=actor)


@transaction.atomic
def free_seat(*, seat: CrewMember, actor: User | None) -> None:
    """Take somebody off a coming shift, whenever it is; the person is told, and the next in line gets an offer."""
    shift = held_shift(seat.shift_id)
    volunteer = seat.volunteer
    seat.delete()
    note(shift, volunteer, What.WITHDREW, actor)
    mail.removed(shift, volunteer, moment=clock.now()).send()
    offer_seat(shift)


@transaction.atomic
def stand_in_line(*, shift_id: int, volunteer: Volunteer) -> WaitingPlace:
    """Stand in line for a seat on a full shift. Twice is once. Raises ValidationError (`may_not_drive_out`)."""
    shift = held_shift(shift_id)
    check_person(volunteer)
    place: WaitingPlace | None = shift.line.filter(volunteer=volunteer, status__in=IN_LINE).first()
    if place is None:
        place = WaitingPlace.objects.create(shift=shift, volunteer=volunteer)
        offer_seat(shift)
    return place


@transaction.atomic
def leave_line(*, shift_id: int, volunteer: Volunteer) -> None:
    """Stop waiting, or say no to an offer; then the next is asked. Twice is once."""
    shift = held_shift(shift_id)
    for place in shift.line.filter(volunteer=volunteer, status__in=IN_LINE):
        transitions.move_place(place, WaitingStatus.WITHDRAWN)
    offer_seat(shift)


def offer_seat(shift: Shift) -> WaitingPlace | None:
    """Offer a free seat to the next in line whom it fits; the caller holds the shift's row. One offer at a time."""
    if shift.crew.count() >= 2 or shift.line.filter(status=WaitingStatus.OFFERED).exists():
        return None
    place = next_in_line(shift)
    if place is None:
        return None
    now = clock.now()
    until = min(now + OFFER_STANDS, now + (shift.starts_at - now) / 2)
    transitions.move_place(place, WaitingStatus.OFFERED, until=until)
    mail.offer(place).send()
    return place


def lapse_offers() -> int:
    """Let offers that nobody answered in time pass, and ask the next; returns how many passed. Safe to run twice."""
    late = WaitingPlace.objects.filter(status=WaitingStatus.OFFERED, offered_until__lte=clock.now())
    return sum(_lapse(pk, shift_id) for pk, shift_id in list(late.values_list("pk", "shift_id")))


@transaction.atomic
def _lapse(pk: int, shift_id: int) -> bool:
    shift = Shift.objects.select_for_update(of=("self",)).select_related("car", "route").get(pk=shift_id)
    place = WaitingPlace.objects.get(pk=pk)
    if place.status != WaitingStatus.OFFERED or place.offered_until is None or place.offered_until > clock.now():
        return False
    transitions.move_place(place, WaitingStatus.LAPSED)
    if shift.starts_at > clock.now():
        offer_seat(shift)
    return True


@transaction.atomic
def mark_absent(*, seat_id: int, is_absent: bool, actor: User) -> CrewMember:
    """Note that somebody did not come, or came after all. Raises ValidationError (`too_early`)."""
    seat = CrewMember.objects.select_for_update(of=("self",)).select_related("shift", "volunteer").get(pk=seat_id)
    if seat.starts_at > clock.now():
        raise ValidationError(_("The shift has not begun yet."), code="too_early")
    if seat.was_absent != is_absent:
        seat.was_absent = is_absent
        seat.save(update_fields=["was_absent"])
        note(seat.shift, seat.volunteer, What.ABSENT if is_absent else What.PRESENT, actor)
    return seat


def renew_calendar(*, volunteer: Volunteer) -> None:
    """Give a volunteer's calendar a new address; the old one opens nothing any more."""
    volunteer.calendar_version += 1
    volunteer.save(update_fields=["calendar_version"])
