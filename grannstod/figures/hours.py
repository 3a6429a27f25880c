"""Hours and kilometres of driven patrols, for the sponsors: by month, and by person for the leader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import TruncMonth

from common import clock
from grannstod.lifecycle import PatrolStatus, VolunteerStatus
from grannstod.models import Volunteer

if TYPE_CHECKING:
    from grannstod.querysets import PatrolQuerySet, VolunteerQuerySet

DRIVEN = (PatrolStatus.ENDED, PatrolStatus.BROKEN_OFF)
# Haninge's practice, and Botkyrka's: whoever has not driven for six weeks is rung.
ACTIVE_WITHIN = timedelta(weeks=6)


@dataclass(frozen=True)
class MonthLine:
    """One month: patrols driven, hours of the people who came (two in a car count twice), kilometres of cars."""

    month: date
    patrols: int
    hours: float
    km: int


@dataclass(frozen=True)
class PersonLine:
    """One person's driving in a period; kilometres are those of the cars that the person rode in."""

    volunteer_id: int
    name: str
    status: str
    patrols: int
    hours: float
    km: int
    absences: int
    last_at: datetime | None

    def is_long_ago(self, today: date) -> bool:
        """Tell whether somebody active has not driven for six weeks."""
        if self.status != VolunteerStatus.ACTIVE:
            return False
        return self.last_at is None or today - clock.local(self.last_at).date() > ACTIVE_WITHIN


def _hours(spent: timedelta | None) -> float:
    return round((spent or timedelta()).total_seconds() / 3600, 1)


def by_month(patrols: PatrolQuerySet, first: date, last: date) -> list[MonthLine]:
    """Return the months from the first day to the last, of the patrols that somebody may see."""
    begins, ends = clock.start_of_day(first), clock.start_of_day(last + timedelta(days=1))
    driven = patrols.filter(status__in=DRIVEN, started_at__gte=begins, started_at__lt=ends)
    months = driven.annotate(month=TruncMonth("started_at", tzinfo=clock.STOCKHOLM)).order_by("month").values("month")
    spent = Sum(F("ended_at") - F("started_at"))
    found = months.annotate(patrols=Count("pk"), spent=spent, km=Sum("km"))
    # Seats are forgotten in time and hours stay: so those of whoever did not come are taken off.
    stayed_away = months.filter(shift__crew__was_absent=True).annotate(spent=spent)
    missed = {row["month"]: row["spent"] for row in stayed_away}
    return [
        MonthLine(
            row["month"].date(),
            row["patrols"],
            _hours(2 * (row["spent"] or timedelta()) - (missed.get(row["month"]) or timedelta())),
            row["km"] or 0,
        )
        for row in found
    ]


def by_person(volunteers: VolunteerQuerySet, first: date, last: date) -> list[PersonLine]:
    """Return everybody who takes part, or drove in the period. Both in a car have ridden its kilometres: their sum is
    not the cars'."""
    begins, ends = clock.start_of_day(first), clock.start_of_day(last + timedelta(days=1))
    driven = Q(seats__shift__patrol__status__in=DRIVEN, seats__was_absent=False)
    inside = Q(seats__starts_at__gte=begins, seats__starts_at__lt=ends)
    spent = F("seats__shift__patrol__ended_at") - F("seats__shift__patrol__started_at")
    people = volunteers.select_related("user").annotate(
        patrols=Count("seats", filter=driven & inside),
        spent=Sum(spent, filter=driven & inside),
        km=Sum("seats__shift__patrol__km", filter=driven & inside),
        absences=Count("seats", filter=inside & Q(seats__was_absent=True)),
        last_at=Max("seats__starts_at", filter=driven),
    )
    gone = Q(status__in=[VolunteerStatus.LEFT, VolunteerStatus.APPLIED], patrols=0)
    return [_person(one) for one in people.exclude(gone).order_by("user__full_name", "pk")]


@dataclass(frozen=True)
class Driven:
    """What one person has driven in all."""

    patrols: int
    hours: float


def driven_by(volunteer: Volunteer) -> Driven:
    """Return how many patrols and hours somebody has been out."""
    seats = volunteer.seats.filter(shift__patrol__status__in=DRIVEN, was_absent=False)
    spent = F("shift__patrol__ended_at") - F("shift__patrol__started_at")
    found = seats.aggregate(patrols=Count("pk"), spent=Sum(spent))
    return Driven(found["patrols"], _hours(found["spent"]))


def _person(one: Volunteer) -> PersonLine:
    counted = vars(one)
    return PersonLine(
        one.pk,
        str(one),
        one.status,
        counted["patrols"],
        _hours(counted["spent"]),
        counted["km"] or 0,
        counted["absences"],
        counted["last_at"],
    )
