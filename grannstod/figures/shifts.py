"""Reads: a volunteer's next shift, the leader's list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from common import clock
from grannstod.lifecycle import PatrolStatus
from grannstod.models import CrewMember, Patrol, Shift
from grannstod.querysets import ShiftQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@dataclass(frozen=True)
class SeatLine:
    """Somebody on a shift, and whether the person came."""

    pk: int
    name: str
    was_absent: bool


@dataclass(frozen=True)
class ShiftLine:
    """One shift as a list shows it."""

    pk: int
    starts_at: datetime
    ends_at: datetime
    car: str
    route: str
    people: Sequence[str]
    state: str  # "planned", "underway", "ended", "broken_off" or "missed"
    observations: int = 0
    km: int | None = None
    patrol_id: int | None = None
    patrol_area: str = ""
    seats: Sequence[SeatLine] = ()

    @property
    def has_begun(self) -> bool:
        """Tell whether its time has come, so that who did not come can be noted."""
        return self.starts_at <= clock.now()

    @property
    def has_full_crew(self) -> bool:
        """Tell whether both seats are taken."""
        return len(self.people) == 2


def with_crew(shifts: ShiftQuerySet) -> ShiftQuerySet:
    """Return the shifts with car, route, patrol and people in three queries, however many they are."""
    crew = CrewMember.objects.select_related("volunteer__user").order_by("-seat")
    return shifts.select_related("car", "route", "patrol", "patrol_area").prefetch_related(Prefetch("crew", crew))


def own_next(user: User | AnonymousUser) -> Shift | None:
    """Return the shift that a volunteer drives now or next: one whose patrol is under way comes first."""
    own = with_crew(Shift.objects.visible_to(user).own(user))
    underway = own.filter(patrol__status=PatrolStatus.UNDERWAY).first()
    if underway is not None:
        return underway
    return own.not_over().filter(patrol=None).order_by("starts_at").first()


def own_coming(user: User | AnonymousUser, *, limit: int = 6) -> list[Shift]:
    """Return a volunteer's coming shifts, the next one first."""
    own = with_crew(Shift.objects.visible_to(user).own(user))
    return list(own.not_over().filter(patrol=None).order_by("starts_at")[:limit])


def shift_lines(user: User | AnonymousUser, first: date, days: int) -> list[ShiftLine]:
    """Return the shifts a person may see that begin within so many days from a day, in order of time."""
    begins, ends = clock.start_of_day(first), clock.start_of_day(first + timedelta(days=days))
    shifts = with_crew(Shift.objects.visible_to(user).filter(starts_at__gte=begins, starts_at__lt=ends))
    found = list(shifts.prefetch_related("patrol__observations"))
    return [_line(shift) for shift in found]


def _line(shift: Shift) -> ShiftLine:
    patrol: Patrol | None = getattr(shift, "patrol", None)
    return ShiftLine(
        pk=shift.pk,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        car=shift.car.name,
        route=shift.route.name if shift.route else "",
        people=[str(member.volunteer) for member in shift.crew.all()],
        state=patrol.status if patrol else "missed" if shift.ends_at <= clock.now() else "planned",
        observations=len(patrol.observations.all()) if patrol else 0,
        km=patrol.km if patrol else None,
        patrol_id=patrol.pk if patrol else None,
        patrol_area=shift.patrol_area.name if shift.patrol_area else "",
        seats=[SeatLine(one.pk, str(one.volunteer), one.was_absent) for one in shift.crew.all()],
    )
