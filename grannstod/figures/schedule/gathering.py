"""Reading the problem: the coming shifts of some weeks, and everybody who may drive out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Max, Q, QuerySet

from common import clock
from grannstod.figures.hours import DRIVEN
from grannstod.figures.schedule.problem import Person, Problem, Slot
from grannstod.lifecycle import VolunteerStatus
from grannstod.models import CrewMember, Schedule, Shift, Volunteer, Wish

# Wishes say how much in six weeks.
WISHED_FOR = 6
Times = tuple[tuple[datetime, datetime], ...]


def shifts_of(schedule: Schedule) -> QuerySet[Shift]:
    """Return the shifts of a schedule's weeks that have not begun."""
    begins = max(clock.start_of_day(schedule.first), clock.now())
    ends = clock.start_of_day(schedule.first + timedelta(weeks=schedule.weeks))
    return Shift.objects.filter(starts_at__gte=begins, starts_at__lt=ends, patrol=None).order_by("starts_at", "pk")


def gather(schedule: Schedule) -> Problem:
    """Return the problem: who is seated stays seated, and so does whoever was chosen by hand."""
    shifts = list(shifts_of(schedule).prefetch_related("crew"))
    taken: dict[int, dict[str, int]] = {
        shift.pk: {member.seat: member.volunteer_id for member in shift.crew.all()} for shift in shifts
    }
    for chosen in schedule.seats.filter(by_hand=True, shift__in=taken):
        if chosen.volunteer_id not in taken[chosen.shift_id].values():
            taken[chosen.shift_id].setdefault(chosen.seat, chosen.volunteer_id)
    slots = tuple(
        Slot(shift.pk, clock.local(shift.starts_at), clock.local(shift.ends_at), taken[shift.pk]) for shift in shifts
    )
    return Problem(_people(schedule, slots), slots)


def _people(schedule: Schedule, slots: tuple[Slot, ...]) -> tuple[Person, ...]:
    driven = Q(seats__shift__patrol__status__in=DRIVEN, seats__was_absent=False)
    people = Volunteer.objects.may_drive_out().annotate(last_at=Max("seats__starts_at", filter=driven))
    busy = _busy(schedule, {slot.pk for slot in slots})
    wishes = {wish.volunteer_id: wish for wish in Wish.objects.all()}
    found = (
        _person(one, wishes.get(one.pk) or Wish(volunteer=one), busy.get(one.pk, ()), schedule.weeks)
        for one in people.order_by("pk")
    )
    off: dict[int, set[int]] = defaultdict(set)
    for shift_id, volunteer_id in schedule.taken_off:
        off[volunteer_id].add(shift_id)
    return tuple(replace(one, taken_off=frozenset(off[one.pk])) if one.pk in off else one for one in found)


def _busy(schedule: Schedule, inside: set[int]) -> dict[int, Times]:
    begins = clock.start_of_day(schedule.first) - timedelta(days=1)
    ends = clock.start_of_day(schedule.first + timedelta(weeks=schedule.weeks)) + timedelta(days=1)
    found: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    seats = CrewMember.objects.filter(starts_at__lt=ends, ends_at__gt=begins).exclude(shift__in=inside)
    for person, starts_at, ends_at in seats.values_list("volunteer", "starts_at", "ends_at"):
        found[person].append((clock.local(starts_at), clock.local(ends_at)))
    return {person: tuple(times) for person, times in found.items()}


def _person(one: Volunteer, wish: Wish, busy: Times, weeks: int) -> Person:
    last_at = vars(one)["last_at"]
    away: tuple[date, date] | None = None
    if wish.away_from and wish.away_until:
        away = (wish.away_from, wish.away_until)
    return Person(
        pk=one.pk,
        is_newcomer=one.status == VolunteerStatus.TRAINING,
        is_driver=one.is_driver,
        licence_until=one.licence_until,
        gladly=frozenset(wish.gladly),
        never=frozenset(wish.never),
        part=wish.part,
        seat=wish.seat,
        # Rounded down, but whoever wants to drive at all may drive once.
        most=max(min(1, wish.most), wish.most * weeks // WISHED_FOR),
        partner=wish.partner_id,
        away=away,
        last_drove=clock.local(last_at).date() if last_at else None,
        busy=busy,
    )
