"""Schedules: asked for, worked out by a worker, changed by hand, released; and what volunteers wish."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from common.wake import wake, wake_after_commit
from grannstod import tasks, transitions
from grannstod.figures.schedule.gathering import shifts_of
from grannstod.lifecycle import BEING_WORKED_OUT, ScheduleStatus
from grannstod.mail import schedule as mail
from grannstod.models import CrewMember, ProposedSeat, Schedule, ScheduleEvent, SeatEvent, Shift, ShownSeat, Volunteer
from grannstod.services.seats import check_may_sit, held_shift, note
from grannstod.services.shifts import refusals

# A worker that has not answered for so long is counted as dead.
SOLVING_AT_MOST = timedelta(minutes=5)


@transaction.atomic
def ask_for_schedule(*, first: date, weeks: int, actor: User) -> Schedule:
    """Have a proposal worked out for so many weeks. Raises ValidationError `no_shifts` if none is laid out."""
    schedule = Schedule(first=first, weeks=weeks, actor=actor)
    if not shifts_of(schedule).exists():
        raise ValidationError(_("No coming shift is laid out in those weeks. Lay them out first."), code="no_shifts")
    schedule.save()
    ScheduleEvent.objects.create(schedule=schedule, moved_to=ScheduleStatus.WAITING, actor=actor)
    wake_after_commit(tasks.solve_schedule, schedule.pk)
    return schedule


@transaction.atomic
def solve_again(*, schedule_id: int, actor: User) -> None:
    """Have it worked out anew; what was chosen by hand stays. Raises MoveRefusedError."""
    transitions.move_schedule(schedule_id=schedule_id, to=ScheduleStatus.WAITING, actor=actor)
    wake_after_commit(tasks.solve_schedule, schedule_id)


@transaction.atomic
def stop_schedule(*, schedule_id: int, actor: User) -> Schedule:
    """Stop working a proposal out: the draft it was before stands again, untouched; a first one is dropped.

    The worker notices within a second. Raises ValidationError `not_under_way`.
    """
    schedule: Schedule = Schedule.objects.select_for_update().get(pk=schedule_id)
    if schedule.status not in BEING_WORKED_OUT:
        raise ValidationError(_("It is not being worked out any more. Look at what came of it."), code="not_under_way")
    was_draft = schedule.events.filter(moved_to=ScheduleStatus.DRAFT).exists()
    to = ScheduleStatus.DRAFT if was_draft else ScheduleStatus.DROPPED
    return transitions.move_schedule(schedule_id=schedule_id, to=to, actor=actor)


@transaction.atomic
def drop_schedule(*, schedule_id: int, actor: User) -> int:
    """Drop a proposal. Whoever was shown a draft of it is told; returns how many. Raises MoveRefusedError."""
    schedule = transitions.move_schedule(schedule_id=schedule_id, to=ScheduleStatus.DROPPED, actor=actor)
    lost = _shown(schedule)
    for volunteer, shifts in lost.items():
        mail.released(volunteer, [], lost=shifts).send()
    schedule.shown.all().delete()
    return len(lost)


@transaction.atomic
def show_draft(*, schedule_id: int, actor: User) -> int:
    """Show a draft to those it proposes: they can still say no. Raises ValidationError `no_draft`.

    Each whose part of it is new gets one mail, with what is gone since the last showing; returns how many.
    """
    schedule = _held_draft(schedule_id)
    before, proposed = _shown(schedule), _by_person(schedule.seats.select_related("shift__car", "volunteer__user"))
    schedule.shown.all().delete()
    rows = [(volunteer, shift) for volunteer, shifts in proposed.items() for shift in shifts]
    ShownSeat.objects.bulk_create(ShownSeat(schedule=schedule, volunteer=who, shift=shift) for who, shift in rows)
    schedule.shown_at = clock.now()
    schedule.save(update_fields=["shown_at"])
    draft = ScheduleStatus.DRAFT
    ScheduleEvent.objects.create(schedule=schedule, moved_from=draft, moved_to=draft, actor=actor)
    concerned = [who for who in before | proposed if before.get(who) != proposed.get(who)]
    for who in concerned:
        now = proposed.get(who, [])
        mail.proposed(who, now, lost=[shift for shift in before.get(who, []) if shift not in now]).send()
    return len(concerned)


def _shown(schedule: Schedule) -> dict[Volunteer, list[Shift]]:
    return _by_person(schedule.shown.select_related("shift__car", "volunteer__user"))


def _by_person(seats: Iterable[ProposedSeat | ShownSeat]) -> dict[Volunteer, list[Shift]]:
    """Return each person's shifts in order of time."""
    own: dict[Volunteer, list[Shift]] = defaultdict(list)
    for seat in sorted(seats, key=lambda one: one.shift.starts_at):
        own[seat.volunteer].append(seat.shift)
    return dict(own)


def wake_schedules() -> None:
    """Find proposals that no worker was woken for, and those whose worker died. Safe to run twice."""
    dead = Schedule.objects.filter(status=ScheduleStatus.SOLVING, moved_at__lt=clock.now() - SOLVING_AT_MOST)
    for pk in list(dead.values_list("pk", flat=True)):
        transitions.move_schedule(schedule_id=pk, to=ScheduleStatus.WAITING, actor=None)
    for pk in list(Schedule.objects.filter(status=ScheduleStatus.WAITING).values_list("pk", flat=True)):
        wake(tasks.solve_schedule, pk)


def _held_draft(schedule_id: int) -> Schedule:
    schedule: Schedule = Schedule.objects.select_for_update().get(pk=schedule_id)
    if schedule.status != ScheduleStatus.DRAFT:
        raise ValidationError(_("It is no draft any more. Reload the page and look again."), code="no_draft")
    return schedule


@transaction.atomic
def choose_by_hand(*, schedule_id: int, shift_id: int, seat: str, volunteer: Volunteer) -> ProposedSeat:
    """Put somebody on a seat of a draft; it stays when it is worked out again.

    Raises ValidationError: `no_draft`, `seat_taken`, `person_taken` and the codes of a crew's rules.
    """
    schedule = _held_draft(schedule_id)
    shift = held_shift(shift_id)
    if seat not in CrewMember.Seat.values or shift.crew.filter(seat=seat).exists():
        raise ValidationError(
            _("Somebody has just taken that seat. Reload the page and look again."), code="seat_taken"
        )
    beside = schedule.seats.filter(shift=shift).exclude(seat=seat).select_related("volunteer__user").first()
    check_may_sit(shift, volunteer, seat, beside=[beside.volunteer] if beside else [])
    meanwhile = Shift.objects.between(shift.starts_at, shift.ends_at).exclude(pk=shift.pk)
    proposed = schedule.seats.filter(volunteer=volunteer, shift__in=meanwhile)
    if meanwhile.filter(crew__volunteer=volunteer).exists() or proposed.filter(by_hand=True).exists():
        raise ValidationError(
            _("That person is on another shift at that time. Choose someone else."), code="person_taken"
        )
    proposed.delete()
    schedule.taken_off = [held for held in schedule.taken_off if held != [shift.pk, volunteer.pk]]
    schedule.save(update_fields=["taken_off"])
    schedule.seats.filter(shift=shift, seat=seat).delete()
    return ProposedSeat.objects.create(schedule=schedule, shift=shift, seat=seat, volunteer=volunteer, by_hand=True)


@transaction.atomic
def take_off(*, schedule_id: int, proposed_id: int) -> None:
    """Take a proposed person off a seat of a draft; the person is not proposed for that shift again. Twice is once.
    Raises ValidationError `no_draft`."""
    schedule = _held_draft(schedule_id)
    proposed = schedule.seats.filter(pk=proposed_id).first()
    if proposed is None:
        return
    schedule.taken_off = [*schedule.taken_off, [proposed.shift_id, proposed.volunteer_id]]
    schedule.save(update_fields=["taken_off"])
    proposed.delete()


@dataclass(frozen=True)
class Released:
    """What came of a release: seats that are theirs now, and proposals that time had overtaken."""

    seated: int
    refused: list[ProposedSeat]


@transaction.atomic
def release_schedule(*, schedule_id: int, actor: User) -> Released:
    """Make a draft real: each person gets one mail with what is new for them, and what is not theirs after all of a
    draft they were shown. Raises ValidationError `no_draft`.

    Each seat is tried against the rules as they stand now: somebody may have signed up, fallen ill or left meanwhile.
    A shift that gets one person only is a gap that others see as a free seat.
    """
    schedule = _held_draft(schedule_id)
    refused, news = [], {volunteer: list[Shift]() for volunteer in _shown(schedule)}
    proposals = schedule.seats.select_related("shift", "volunteer__user").order_by("shift__starts_at", "-seat")
    for proposed in proposals:
        try:
            news.setdefault(proposed.volunteer, []).append(_seat(proposed, actor))
        except ValidationError:
            refused.append(proposed)
    transitions.move_schedule(schedule_id=schedule_id, to=ScheduleStatus.RELEASED, actor=actor)
    _tell(schedule, news)
    return Released(sum(len(shifts) for shifts in news.values()), refused)


def _tell(schedule: Schedule, news: Mapping[Volunteer, list[Shift]]) -> None:
    """Write to those with something new, or who were shown a shift in vain; what was shown is forgotten."""
    shown = _shown(schedule)
    for volunteer, shifts in news.items():
        lost = [shift for shift in shown.get(volunteer, []) if not shift.crew.filter(volunteer=volunteer).exists()]
        if shifts or lost:
            mail.released(volunteer, shifts, lost=lost).send()
    schedule.shown.all().delete()


def _seat(proposed: ProposedSeat, actor: User) -> Shift:
    shift = held_shift(proposed.shift_id)
    check_may_sit(shift, proposed.volunteer, proposed.seat)
    with refusals():
        CrewMember.objects.create(
            shift=shift,
            volunteer=proposed.volunteer,
            seat=proposed.seat,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
        )
    note(shift, proposed.volunteer, SeatEvent.What.SCHEDULED, actor)
    return shift
