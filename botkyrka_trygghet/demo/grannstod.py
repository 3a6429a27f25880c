"""45 volunteers, four cars, shifts on weekdays in daytime for eight weeks back and six ahead, what was seen."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.models import User
from accounts.roles import GRANNSTOD_VOLUNTEER
from botkyrka_trygghet.demo.incidents import Spot, example_spots, patrol_reports
from botkyrka_trygghet.demo.people import PEOPLE
from common import clock, form_tokens
from grannstod import reference
from grannstod.figures.steps import copy_of
from grannstod.lifecycle import PatrolStatus, VolunteerStatus
from grannstod.models import (
    Car,
    ChecklistLine,
    ChecklistVersion,
    CrewMember,
    Observation,
    Patrol,
    PatrolEvent,
    PatrolStep,
    Route,
    RouteStop,
    Shift,
    ShiftPattern,
    SwapRequest,
    Volunteer,
    VolunteerEvent,
)
from incidents.models import Category
from neighbourhoods.models import Area, District

VOLUNTEERS = 45
FIRST = ("Arne", "Birgit", "Calle", "Doris", "Emil", "Fatima", "Gun", "Hasse", "Inga", "Juan", "Kerstin", "Lasse")
LAST = ("Exempelholm", "Provström", "Låtsasdal", "Hittepålund", "Påhittsson")
CARS = (("Bil 1", "Kommunen"), ("Bil 2", "Kommunen"), ("Bil 3", "Sponsor (exempel)"))
STOPS = ("Centrum", "Exempelskolan", "Gångtunneln", "Parkeringen", "Lekplatsen")
HINTS = ("Är lamporna tända?", "Är det lugnt?", "Är något klottrat?", "Finns det glaskross?", "Är något trasigt?")
HOURS = ((9, 12), (13, 16))
OUT = Observation.Outcome
SEEN = (
    ("Två lampor är släckta i gångtunneln.", "lighting", OUT.FAULT_REPORT),
    ("Lugnt vid skolan. Barn på väg hem.", "other", OUT.LOG_ONLY),
    ("Nytt klotter på elskåpet.", "graffiti", OUT.FAULT_REPORT),
    ("Soptunnan vid busstorget är omkullvält.", "litter", OUT.FAULT_REPORT),
    ("Krossad ruta vid parkeringen.", "broken-glass", OUT.POLICE),
    ("Lådor är gömda i buskarna bakom garagen.", "suspicious", OUT.POLICE),
    ("Lugnt i centrum. Vi pratade med en butik.", "other", OUT.LOG_ONLY),
)
S = VolunteerStatus
STATUSES = [S.ACTIVE] * 34 + [S.TRAINING] * 4 + [S.PAUSED] * 3 + [S.APPLIED] * 2 + [S.LEFT] * 2


def seed(rng: random.Random) -> None:
    """Make everything with few queries; the example volunteer has a shift today."""
    reference.load()
    people = _volunteers(rng)
    cars = [Car.objects.get_or_create(name=name, defaults={"owner": owner})[0] for name, owner in CARS]
    routes = _routes()
    shifts, crews = _shifts(people, cars, routes, rng)
    Shift.objects.bulk_create(shifts)
    _seats(shifts, crews, rng)
    _ordinary_week(cars[0], routes)
    _patrols(shifts, crews, rng)


def _volunteers(rng: random.Random) -> list[Volunteer]:
    emails = [person.email for person in PEOPLE if person.role == GRANNSTOD_VOLUNTEER]
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    rng.shuffle(names)
    numbers = range(1, VOLUNTEERS - len(emails) + 1)
    made = [
        User(
            email=f"grannstod{number}@example.com",
            full_name=names[number],
            phone=f"070-000 7{number:03d}",
            password=make_password(None),
        )
        for number in numbers
    ]
    User.objects.bulk_create(made, ignore_conflicts=True)
    emails += [user.email for user in made]
    users = list(User.objects.filter(email__in=emails).order_by("pk"))
    group = Group.objects.get_or_create(name=GRANNSTOD_VOLUNTEER)[0]
    group.user_set.add(*users)
    people = [_volunteer(user, STATUSES[number % len(STATUSES)], number, rng) for number, user in enumerate(users)]
    Volunteer.objects.bulk_create(people)
    VolunteerEvent.objects.bulk_create(
        VolunteerEvent(volunteer=person, moved_to=person.status, reason="example") for person in people
    )
    return people


def _volunteer(user: User, status: VolunteerStatus, number: int, rng: random.Random) -> Volunteer:
    return Volunteer(
        user=user,
        status=status,
        is_driver=number == 0 or rng.random() < 0.7,
        clearance_until=clock.today() + timedelta(days=rng.randint(-60, 700)) if rng.random() < 0.4 else None,
        trained_on=clock.today() - timedelta(days=50) if number % 9 else None,
        agreement_on=clock.today() - timedelta(days=50) if number % 7 else None,
        joined_on=clock.today() - timedelta(days=rng.randint(60, 2500)),
        is_example=True,
    )


def _routes() -> list[Route]:
    routes = []
    for district in District.objects.all():
        route, is_new = Route.objects.get_or_create(name=f"{district.name}rundan")
        if is_new:
            route.districts.add(district)
            here = Area.objects.open().filter(district=district).order_by("pk")
            areas: list[Area | None] = [*here[: len(STOPS)]] or [None]
            RouteStop.objects.bulk_create(
                RouteStop(route=route, position=position, name=f"{district.name}: {stop}", hint=hint, area=area)
                for position, (stop, hint, area) in enumerate(zip(STOPS, HINTS, cycle(areas), strict=False), start=1)
            )
        routes.append(route)
    return routes


def _shifts(
    people: Sequence[Volunteer], cars: Sequence[Car], routes: Sequence[Route], rng: random.Random
) -> tuple[list[Shift], list[tuple[Volunteer, Volunteer]]]:
    out = [person for person in people if person.status in (S.ACTIVE, S.TRAINING)]
    shifts, crews = [], []
    for day in _days():
        for begins, ends in HOURS:
            driver = rng.choice([person for person in out if person.is_driver and person.status == S.ACTIVE])
            companion = rng.choice([person for person in out if person != driver])
            shifts.append(_shift(day, begins, ends, rng.choice(cars), rng.choice(routes) if routes else None))
            crews.append((driver, companion))
    own, other = people[0], next(person for person in out[1:] if person.status == S.ACTIVE)
    # An hour that no other shift takes: the example volunteer can start it as soon as the house is open.
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    if all(shift.ends_at <= now or shift.starts_at >= now + timedelta(hours=3) for shift in shifts):
        last = Shift(starts_at=now, ends_at=now + timedelta(hours=3), car=cars[0], is_example=True)
        last.route = routes[0] if routes else None
        shifts.append(last)
        crews.append((own, other))
    return shifts, crews


def _seats(shifts: Sequence[Shift], crews: Sequence[tuple[Volunteer, Volunteer]], rng: random.Random) -> None:
    """Fill the seats; of shifts more than three days ahead some still have one free, and some are handed over."""
    later = clock.now() + timedelta(days=3)
    seats = [
        CrewMember(shift=shift, volunteer=person, seat=seat, starts_at=shift.starts_at, ends_at=shift.ends_at)
        for shift, crew in zip(shifts, crews, strict=True)
        for person, seat in zip(crew, ("driver", "companion"), strict=True)
        if seat == "driver" or shift.starts_at < later or rng.random() > 0.2
    ]
    CrewMember.objects.bulk_create(seats)
    handed_over = [seat for seat in seats if seat.starts_at > later and rng.random() < 0.05]
    SwapRequest.objects.bulk_create(SwapRequest(seat=seat) for seat in handed_over)


def _ordinary_week(car: Car, routes: Sequence[Route]) -> None:
    """Say when cars go out: on weekdays, in daytime."""
    for weekday in range(5):
        for begins, ends in HOURS:
            route = routes[weekday % len(routes)] if routes else None
            ShiftPattern.objects.get_or_create(
                weekday=weekday, begins=time(begins), car=car, defaults={"ends": time(ends), "route": route}
            )


def _days() -> Iterator[date]:
    for offset in range(-56, 43):
        day = clock.today() + timedelta(days=offset)
        if clock.is_working_day(day):
            yield day


def _shift(day: date, begins: int, ends: int, car: Car, route: Route | None) -> Shift:
    starts, stops = (datetime.combine(day, time(hour), tzinfo=clock.STOCKHOLM) for hour in (begins, ends))
    return Shift(starts_at=starts, ends_at=stops, car=car, route=route, is_example=True)


def _patrols(shifts: Sequence[Shift], crews: Sequence[tuple[Volunteer, Volunteer]], rng: random.Random) -> None:
    driven = [
        (shift, crew[0])
        for shift, crew in zip(shifts, crews, strict=True)
        if shift.ends_at < clock.now() and rng.random() < 0.95
    ]
    patrols = [
        Patrol(
            shift=shift,
            status=PatrolStatus.BROKEN_OFF if number % 25 == 7 else PatrolStatus.ENDED,
            started_at=shift.starts_at + timedelta(minutes=rng.randint(0, 10)),
            ended_at=shift.ends_at - timedelta(minutes=rng.randint(0, 15)),
            km=rng.randint(12, 48),
            is_example=True,
        )
        for number, (shift, _driver) in enumerate(driven)
    ]
    Patrol.objects.bulk_create(patrols)
    PatrolEvent.objects.bulk_create(
        PatrolEvent(patrol=patrol, moved_to=status, actor=driver.user, at=at, reason="example")
        for patrol, (_shift, driver) in zip(patrols, driven, strict=True)
        for status, at in ((PatrolStatus.UNDERWAY, patrol.started_at), (patrol.status, patrol.ended_at))
        if at is not None
    )
    _steps_and_sights(patrols, [driver for _shift, driver in driven], rng)


def _steps_and_sights(patrols: Sequence[Patrol], drivers: Sequence[Volunteer], rng: random.Random) -> None:
    lines = list(ChecklistLine.objects.filter(version=ChecklistVersion.objects.in_force()))
    categories = {category.code: category for category in Category.objects.all()}
    steps, sights, places = [], [], _Places(rng)
    for patrol, driver in zip(patrols, drivers, strict=True):
        steps += [
            PatrolStep(patrol=patrol, kind=line.kind, position=line.position, name=line.text, done_at=patrol.ended_at)
            for line in lines
        ]
        if patrol.shift.route is not None:
            steps += _been(patrol, patrol.shift.route)
        for text, code, outcome in rng.sample(SEEN, rng.choice((0, 1, 1, 2))) if categories else ():
            spot = places.along(patrol.shift.route)
            sight = Observation(
                patrol=patrol,
                author=driver.user,
                category=categories.get(code) or next(iter(categories.values())),
                text=text,
                place=spot.label,
                latitude=spot.latitude,
                longitude=spot.longitude,
                outcome=outcome,
                form_token=form_tokens.new(),
                observed_at=patrol.started_at + timedelta(minutes=rng.randint(15, 120)),
                is_example=True,
            )
            sights.append((sight, spot))
    PatrolStep.objects.bulk_create(steps)
    _hand_on(sights, rng)
    Observation.objects.bulk_create(sight for sight, _spot in sights)


def _been(patrol: Patrol, route: Route) -> list[PatrolStep]:
    """Return the places of a route, ticked off one after the other."""
    steps = [copy_of(stop, patrol, position) for position, stop in enumerate(route.stops.all(), start=1)]
    for step in steps:
        step.done_at = patrol.started_at + timedelta(minutes=25 * step.position)
    return steps


class _Places:
    """Addresses along each route."""

    def __init__(self, rng: random.Random) -> None:
        self._rng, self._all = rng, example_spots(rng)
        self._districts = dict(Route.districts.through.objects.values_list("route_id", "district_id"))

    def along(self, route: Route | None) -> Spot:
        """Return an address in the route's district; anywhere where there is none."""
        district = self._districts.get(route.pk) if route else None
        return self._rng.choice([spot for spot in self._all if spot.district_id == district] or self._all)


def _hand_on(sights: Sequence[tuple[Observation, Spot]], rng: random.Random) -> None:
    """Give each sight that somebody must act on its report, as the room's own service does."""
    handed = [(sight, spot) for sight, spot in sights if sight.outcome != OUT.LOG_ONLY]
    told = [(sight.observed_at, sight.category.code, sight.text, spot) for sight, spot in handed]
    for (sight, _spot), report in zip(handed, patrol_reports(told, rng), strict=True):
        sight.report = report
