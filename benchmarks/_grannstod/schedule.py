"""A house with volunteers who wish and shifts that are free; a schedule; and a checker that does not trust it."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grannstod.models import Schedule, Shift, Volunteer

WEEKS, HOURS = 6, ((9, 12), (13, 16))


def fill(rng: random.Random, people: int, cars: int) -> tuple[Schedule, list[Volunteer]]:
    """Make so many people with wishes, and two shifts a day and car for six weeks; some seats are taken already."""
    from common import clock
    from grannstod.models import Schedule

    _empty()
    first = clock.today() + timedelta(days=14 - clock.today().weekday())
    volunteers = [_volunteer(rng, number, first) for number in range(people)]
    _wishes(rng, volunteers, first)
    shifts = _shifts(first, cars)
    for shift in rng.sample(shifts, len(shifts) // 20):
        _seat(shift, rng.choice([one for one in volunteers if one.status == "active" and one.is_driver]))
    return Schedule.objects.create(first=first, weeks=WEEKS), volunteers


def _empty() -> None:
    from grannstod.models import Car, CrewMember, Schedule, Shift, Volunteer

    for model in (Schedule, CrewMember, Shift, Volunteer, Car):
        model.objects.all().delete()


def _volunteer(rng: random.Random, number: int, first: date) -> Volunteer:
    from accounts.models import User
    from grannstod.models import Volunteer

    user, _new = User.objects.get_or_create(
        email=f"volontar{number}@example.com", defaults={"full_name": f"Prov {number}"}
    )
    runs_out = first + timedelta(days=rng.randrange(60)) if rng.random() < 0.1 else None
    return Volunteer.objects.create(
        user=user,
        status="training" if rng.random() < 0.1 else "active",
        is_driver=rng.random() < 0.7,
        licence_until=runs_out,
    )


def _wishes(rng: random.Random, volunteers: list[Volunteer], first: date) -> None:
    from grannstod.models import Wish

    for one in volunteers:
        days = rng.sample(range(5), 5)
        never = days[: rng.choice([0, 0, 1, 2, 3])]
        away = first + timedelta(days=rng.randrange(42)) if rng.random() < 0.3 else None
        Wish.objects.create(
            volunteer=one,
            never=never,
            gladly=[day for day in days if day not in never][: rng.choice([0, 1, 2])],
            part=rng.choices(["any", "morning", "afternoon"], [70, 20, 10])[0],
            seat=rng.choice(["either", "driver", "companion"]) if one.is_driver else "either",
            most=rng.choice([2, 3, 4, 4, 6]),
            partner=rng.choice(volunteers) if rng.random() < 0.1 else None,
            away_from=away,
            away_until=away + timedelta(days=rng.randrange(14)) if away else None,
        )


def _shifts(first: date, cars: int) -> list[Shift]:
    from common import clock
    from grannstod.models import Car, Shift

    made = []
    for car in [Car.objects.create(name=f"Provbil {number}") for number in range(cars)]:
        for day in (first + timedelta(days=number) for number in range(WEEKS * 7)):
            for begins, ends in HOURS if day.weekday() < 5 else ():
                starts_at = datetime(day.year, day.month, day.day, begins, tzinfo=clock.STOCKHOLM)
                made.append(Shift.objects.create(car=car, starts_at=starts_at, ends_at=starts_at.replace(hour=ends)))
    return made


def _seat(shift: Shift, volunteer: Volunteer) -> None:
    from grannstod.models import CrewMember

    out = CrewMember.objects.filter(volunteer=volunteer, starts_at__lt=shift.ends_at, ends_at__gt=shift.starts_at)
    if not out.exists():
        CrewMember.objects.create(
            shift=shift, volunteer=volunteer, seat="driver", starts_at=shift.starts_at, ends_at=shift.ends_at
        )


def seconds(schedule: Schedule) -> float:
    """Work it out as a worker does, from reading to a stored draft; return how long it took."""
    from grannstod.tasks import solve_schedule

    began = time.perf_counter()
    solve_schedule(schedule.pk)
    took = time.perf_counter() - began
    schedule.refresh_from_db()
    if schedule.status != "draft" or not schedule.seats.exists():
        raise SystemExit("no schedule was proposed")
    return took


def violations(schedule: Schedule) -> list[str]:
    """Return every rule and every binding wish that a draft breaks, read from the database alone."""
    proposed = list(schedule.seats.select_related("shift", "volunteer__wish"))
    shifts: dict[int, Any] = {seat.shift_id: seat.shift for seat in proposed}
    crews: dict[int, list[tuple[str, Any]]] = defaultdict(list)
    for seat in proposed:
        crews[seat.shift_id].append((seat.seat, seat.volunteer))
    for pk, shift in shifts.items():
        crews[pk] += [(one.seat, one.volunteer) for one in shift.crew.select_related("volunteer__wish")]
    found = [said for pk, crew in crews.items() for said in _of_crew(shifts[pk], crew)]
    found += [said for seat in proposed for said in _of_wish(seat.shift, seat.volunteer)]
    return found + _of_times(schedule, proposed) + _of_amounts(schedule, proposed)


def _of_crew(shift: Shift, crew: list[tuple[str, Any]]) -> list[str]:
    day = shift.starts_at.date()
    drivers = [who for seat, who in crew if seat == "driver"]
    found = []
    if len(crew) != 2 or len({who.pk for _seat, who in crew}) != 2:
        found.append(f"{shift.pk}: not two people")
    if len(drivers) != 1 or not drivers[0].is_driver:
        found.append(f"{shift.pk}: no driver")
    elif drivers[0].licence_until and drivers[0].licence_until < day:
        found.append(f"{shift.pk}: licence")
    if sum(who.status == "training" for _seat, who in crew) > 1:
        found.append(f"{shift.pk}: two newcomers")
    return found


def _of_wish(shift: Shift, who: Any) -> list[str]:
    from common import clock

    starts, wish = clock.local(shift.starts_at), who.wish
    broken = {
        "weekday": starts.weekday() in wish.never,
        "time of day": wish.part == ("afternoon" if starts.hour < 12 else "morning"),
        "away": wish.away_from is not None and wish.away_from <= starts.date() <= wish.away_until,
        "may not drive out": who.status not in ("active", "training"),
    }
    return [f"{shift.pk}: {what}" for what, is_broken in broken.items() if is_broken]


def _of_times(schedule: Schedule, proposed: list[Any]) -> list[str]:
    from grannstod.models import CrewMember

    times: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for held in (*proposed, *CrewMember.objects.select_related("shift")):
        times[held.volunteer_id].append((held.shift.starts_at, held.shift.ends_at))
    return [
        f"{who}: in two shifts at once"
        for who, own in times.items()
        for one, other in combinations(own, 2)
        if one[0] < other[1] and other[0] < one[1]
    ]


def _of_amounts(schedule: Schedule, proposed: list[Any]) -> list[str]:
    counted = Counter(seat.volunteer_id for seat in proposed)
    most = {seat.volunteer_id: seat.volunteer.wish.most for seat in proposed}
    return [f"{who}: more than wished" for who, count in counted.items() if count > most[who]]
