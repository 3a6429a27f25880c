"""Seats: which are free for a person, which are handed over, where somebody stands in line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Prefetch

from common import clock
from grannstod.figures.shifts import with_crew
from grannstod.lifecycle import IN_LINE, ScheduleStatus, VolunteerStatus, WaitingStatus
from grannstod.models import CrewMember, Shift, ShownSeat, SwapRequest, Volunteer, WaitingPlace

AHEAD = timedelta(weeks=8)
Seat = CrewMember.Seat


@dataclass(frozen=True)
class OpenShift:
    """A coming shift as somebody who may sign up sees it. Others' names are not shown before one shares the car."""

    pk: int
    starts_at: datetime
    ends_at: datetime
    car: str
    route: str
    fitting: tuple[str, ...]  # seats this person may take now
    place: WaitingPlace | None  # this person's place in line
    is_full: bool
    swap_id: int | None = None  # a seat that is handed over and fits


def taken_seats(shift: Shift) -> dict[str, CrewMember]:
    """Return who sits where."""
    return {member.seat: member for member in shift.crew.all()}


def fits(shift: Shift, volunteer: Volunteer, seat: str, other: Volunteer | None) -> bool:
    """Tell whether a person may take a seat beside somebody: one who drives, never two newcomers."""
    if seat == Seat.DRIVER and not volunteer.drives_on(clock.local(shift.starts_at).date()):
        return False
    if other is None:
        return True
    return other.pk != volunteer.pk and not (volunteer.status == other.status == VolunteerStatus.TRAINING)


def fitting_seats(shift: Shift, volunteer: Volunteer) -> tuple[str, ...]:
    """Return the free seats that a person may take; the wheel first."""
    taken = taken_seats(shift)
    others = [member.volunteer for member in taken.values()]
    other = others[0] if others else None
    free = [seat for seat in (Seat.DRIVER, Seat.COMPANION) if seat not in taken]
    return tuple(seat.value for seat in free if fits(shift, volunteer, seat, other))


def open_shifts(volunteer: Volunteer) -> list[OpenShift]:
    """Return the coming shifts that a person is not on, with what can be done about each, in five queries."""
    now = clock.now()
    mine = CrewMember.objects.filter(volunteer=volunteer, ends_at__gt=now).values_list("starts_at", "ends_at")
    busy = list(mine)
    places = WaitingPlace.objects.filter(volunteer=volunteer, status__in=IN_LINE)
    coming = with_crew(Shift.objects.filter(starts_at__gt=now, starts_at__lte=now + AHEAD, patrol=None))
    coming = coming.prefetch_related("crew__swap", Prefetch("line", places, to_attr="own_places"))
    offered = WaitingPlace.objects.filter(status=WaitingStatus.OFFERED, offered_until__gt=now)
    held = dict(offered.exclude(volunteer=volunteer).values_list("shift").annotate(Count("pk")))
    return [
        _open(shift, volunteer, held.get(shift.pk, 0))
        for shift in coming.order_by("starts_at", "pk")
        if not _meets(shift, busy)
    ]


def _meets(shift: Shift, busy: Iterable[tuple[datetime, datetime]]) -> bool:
    return any(shift.starts_at < ends and starts < shift.ends_at for starts, ends in busy)


def _open(shift: Shift, volunteer: Volunteer, held: int) -> OpenShift:
    free = 2 - len(shift.crew.all())
    places: list[WaitingPlace] = getattr(shift, "own_places", [])
    return OpenShift(
        pk=shift.pk,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        car=shift.car.name,
        route=shift.route.name if shift.route else "",
        fitting=fitting_seats(shift, volunteer) if free > held else (),
        place=places[0] if places else None,
        is_full=free <= held,
        swap_id=_fitting_swap(shift, volunteer),
    )


def _fitting_swap(shift: Shift, volunteer: Volunteer) -> int | None:
    taken = taken_seats(shift)
    for member in taken.values():
        swap: SwapRequest | None = getattr(member, "swap", None)
        others = [one.volunteer for one in taken.values() if one.pk != member.pk]
        if swap is not None and fits(shift, volunteer, member.seat, others[0] if others else None):
            return swap.pk
    return None


def own_seats(volunteer: Volunteer) -> list[CrewMember]:
    """Return a person's coming seats, the next first, with whom one shares the car."""
    seats = CrewMember.objects.filter(volunteer=volunteer, ends_at__gt=clock.now(), shift__patrol=None)
    crew = CrewMember.objects.select_related("volunteer__user").order_by("-seat")
    seats = seats.select_related("shift__car", "shift__route", "swap").prefetch_related(Prefetch("shift__crew", crew))
    return list(seats.order_by("starts_at", "pk"))


def next_in_line(shift: Shift) -> WaitingPlace | None:
    """Return the first in line whom one of the free seats fits and who is free then."""
    line = shift.line.filter(status=WaitingStatus.WAITING).select_related("volunteer__user").order_by("since", "pk")
    for place in line:
        meanwhile = Shift.objects.between(shift.starts_at, shift.ends_at).filter(crew__volunteer=place.volunteer)
        may = place.volunteer in Volunteer.objects.may_drive_out()
        if may and fitting_seats(shift, place.volunteer) and not meanwhile.exists():
            return place
    return None


def proposed_to(volunteer: Volunteer) -> list[Shift]:
    """Return the coming shifts that a draft proposes for somebody, as it was shown; nothing of it is certain."""
    underway = (ScheduleStatus.WAITING, ScheduleStatus.SOLVING, ScheduleStatus.DRAFT)
    shown = ShownSeat.objects.filter(volunteer=volunteer, schedule__status__in=underway)
    coming = Shift.objects.filter(pk__in=shown.values("shift"), starts_at__gt=clock.now()).exclude(
        crew__volunteer=volunteer
    )
    return list(coming.select_related("car", "route").order_by("starts_at"))
