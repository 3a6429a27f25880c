"""Example places: eight districts with rough invented borders, 350 areas, 460 agents. Every person is invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import slugify
from shapely.geometry import Polygon, box
from shapely.ops import unary_union

from accounts.models import User
from accounts.roles import CONTACT_AGENT, HEAD_CONTACT_AGENT
from botkyrka_trygghet.demo import place_words as words
from common import clock
from common.geo import to_geojson
from neighbourhoods import reference
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import (
    Address,
    Area,
    AreaEvent,
    ContactAgent,
    District,
    Municipality,
    Organisation,
    OrganisationContact,
    PlaceName,
)

DORMANT, FORMING, INTEREST, WITHOUT_AGENT, AGENTS = 70, 8, 5, 6, 460
# How many areas there were at the end of a year (source: the municipality's own pages, 2009-2015).
GROWTH = ((2009, 110), (2010, 150), (2011, 230), (2013, 330), (2015, 350))
# Degrees of latitude and longitude for 100 m at 59.2° north.
LAT_100M, LON_100M = 0.0009, 0.00175


def seed(rng: random.Random) -> None:
    """Fill an empty database with example places and agents."""
    reference.load()
    shapes = _borders()
    areas = _areas(rng, shapes)
    _organisations(areas, rng)
    _agents(areas, rng)
    _addresses(areas, rng)


def _borders() -> dict[str, Polygon]:
    shapes = {name: Polygon(corners) for name, corners in words.BORDERS.items()}
    for name, shape in shapes.items():
        District.objects.filter(name=name).update(boundary=to_geojson(shape), population=words.POPULATION[name])
    # 600 m wider than the districts, so that what lies just outside their rough lines still counts.
    border = unary_union(list(shapes.values())).buffer(6 * LAT_100M, quad_segs=2)
    Municipality.objects.update_or_create(
        code="0127",
        defaults={
            "name": "Botkyrka kommun",
            "boundary": to_geojson(border),
            "source": "Exempel: en grov, påhittad gräns",
            "is_example": True,
        },
    )
    return shapes


def _cells(shape: Polygon, wanted: int) -> list[Polygon]:
    """Return at least so many squares inside a shape, as large as they can be."""
    west, south, east, north = shape.bounds
    for metres in range(900, 100, -20):
        lon, lat = LON_100M * metres / 100, LAT_100M * metres / 100
        columns, rows = int((east - west) / lon) + 1, int((north - south) / lat) + 1
        grid = (
            box(west + x * lon, south + y * lat, west + (x + 0.9) * lon, south + (y + 0.9) * lat)
            for x in range(columns)
            for y in range(rows)
        )
        inside = [cell for cell in grid if shape.contains(cell)]
        if len(inside) >= wanted:
            return inside
    raise ValueError("the district is too small for its areas")


def _crooked(cell: Polygon, rng: random.Random) -> Polygon:
    """Return the square with its corners moved inwards a little, so that the map looks drawn by hand."""
    west, south, east, north = cell.bounds
    wide, high = east - west, north - south

    def nudge(size: float) -> float:
        return size * rng.uniform(0, 0.18)

    return Polygon(
        [
            (west + nudge(wide), south + nudge(high)),
            (east - nudge(wide), south + nudge(high)),
            (east - nudge(wide), north - nudge(high)),
            (west + nudge(wide), north - nudge(high)),
        ]
    )


def _areas(rng: random.Random, shapes: dict[str, Polygon]) -> list[Area]:
    names = iter(rng.sample(words.area_names(), sum(words.AREAS.values())))
    statuses = _statuses(rng)
    started = _start_days(rng)
    areas = []
    for district in District.objects.filter(name__in=words.AREAS):
        wanted = words.AREAS[district.name]
        for cell in rng.sample(_cells(shapes[district.name], wanted), wanted):
            areas.append(_area(next(names), district, next(statuses), next(started), _crooked(cell, rng), rng))
    areas = Area.objects.bulk_create(areas)
    AreaEvent.objects.bulk_create(event for area in areas for event in _events(area))
    return areas


def _statuses(rng: random.Random) -> Iterator[AreaStatus]:
    total = sum(words.AREAS.values())
    statuses = [AreaStatus.DORMANT] * DORMANT + [AreaStatus.FORMING] * FORMING + [AreaStatus.INTEREST] * INTEREST
    statuses += [AreaStatus.ACTIVE] * (total - len(statuses))
    rng.shuffle(statuses)
    return iter(statuses)


def _start_days(rng: random.Random) -> Iterator[date]:
    days: list[date] = []
    first = 2002
    for year, until in GROWTH:
        while len(days) < until:
            days.append(date(rng.randint(first, year), rng.randint(1, 12), rng.randint(1, 28)))
        first = year + 1
    rng.shuffle(days)
    return iter(days)


def _area(name: str, district: District, status: AreaStatus, started: date, shape: Polygon, rng: random.Random) -> Area:
    households = rng.randint(12, 60)
    young = status in (AreaStatus.FORMING, AreaStatus.INTEREST)
    if status is AreaStatus.ACTIVE:
        silent = rng.randint(1, 90) if rng.random() < 0.78 else rng.randint(95, 360)
    else:
        silent = rng.randint(380, 1_500)
    return Area(
        name=name,
        slug=slugify(f"{name}-{district.name}"),
        district=district,
        status=status,
        housing=rng.choice(words.HOUSING),
        households=households,
        households_joined=0 if status is AreaStatus.INTEREST else int(households * rng.uniform(0.35, 0.95)),
        boundary=to_geojson(shape),
        started_on=None if young else started,
        last_contact_on=clock.today() - timedelta(days=rng.randint(1, 60) if young else silent),
        is_example=True,
    )


def _events(area: Area) -> Iterator[AreaEvent]:
    path = [AreaStatus.INTEREST, AreaStatus.FORMING, AreaStatus.ACTIVE, AreaStatus.DORMANT]
    upto = path[: path.index(AreaStatus(area.status)) + 1]
    began = area.started_on or clock.today() - timedelta(days=60)
    days = {
        AreaStatus.INTEREST: began - timedelta(days=90 if area.started_on else 0),
        AreaStatus.FORMING: began - timedelta(days=45 if area.started_on else -30),
        AreaStatus.ACTIVE: began,
        AreaStatus.DORMANT: clock.today() - timedelta(days=30),
    }
    before = ""
    for status in upto:
        yield AreaEvent(area=area, moved_from=before, moved_to=status, at=clock.start_of_day(days[status]))
        before = status


def _organisations(areas: list[Area], rng: random.Random) -> None:
    made = Organisation.objects.bulk_create(
        [
            Organisation(name=name, kind=kind, duty_hours=hours)
            for name, kind, hours in words.ORGANISATIONS
            if not Organisation.objects.filter(name=name).exists()
        ]
    )
    OrganisationContact.objects.bulk_create(
        OrganisationContact(
            organisation=organisation,
            role=role,
            name=rng.choice(words.people()),
            email=f"{slugify(role)}@{slugify(organisation.name)}.example.org",
            phone=f"08-000 00 {number:02d}",
        )
        for number, organisation in enumerate(made, start=10)
        for role in words.CONTACT_ROLES[: 1 + number % 2]
    )
    owners = [organisation for organisation in made if organisation.kind == Organisation.Kind.HOUSING]
    rented = [area for area in areas if area.housing == Area.Housing.RENTED]
    for area in rented:
        area.owner = rng.choice(owners)
    Area.objects.bulk_update(rented, ["owner"], batch_size=200)


@dataclass
class _Appointments:
    """The current appointments: which area takes how many agents."""

    areas: list[Area]
    count: dict[int, int] = field(default_factory=dict)

    @classmethod
    def share_out(cls, areas: list[Area], rng: random.Random) -> _Appointments:
        active = [area for area in areas if area.status == AreaStatus.ACTIVE]
        without = {area.pk for area in rng.sample(active, WITHOUT_AGENT)}
        served = [area for area in active if area.pk not in without]
        held = served + [area for area in areas if area.status == AreaStatus.DORMANT][:40]
        extra = rng.sample(served, AGENTS - len(held))
        places = sorted(held + extra, key=lambda area: area.pk)
        shared = cls(places)
        for area in places:
            shared.count[area.pk] = shared.count.get(area.pk, 0) + 1
        return shared

    def heads(self) -> list[bool]:
        """Return, for each place in turn, whether it is the head agent's: the first of an area with several."""
        seen: set[int] = set()
        answers = []
        for area in self.areas:
            answers.append(self.count[area.pk] > 1 and area.pk not in seen)
            seen.add(area.pk)
        return answers


def _agents(areas: list[Area], rng: random.Random) -> None:
    shared = _Appointments.share_out(areas, rng)
    heads = shared.heads()
    # The two example people who sign in: one ordinary agent, one head agent.
    known = {heads.index(False): "ombud@example.com", heads.index(True): "huvudombud@example.com"}
    people = _users(len(shared.areas), known, rng)
    ContactAgent.objects.bulk_create(
        _appointment(user, area, is_head, rng) for user, area, is_head in zip(people, shared.areas, heads, strict=True)
    )
    _give_roles(people, heads)
    former = rng.sample(list(zip(people, areas[: len(people)], strict=False)), 40)
    ContactAgent.objects.bulk_create(
        ContactAgent(user=user, area=area, period=DateRange(date(2004, 1, 1), date(2006, 7, 1)))
        for user, area in former
    )


def _appointment(user: User, area: Area, is_head: bool, rng: random.Random) -> ContactAgent:
    first = (clock.today() - timedelta(days=rng.randint(60, 4_000))).replace(day=1)
    trained = rng.random() < 0.85
    return ContactAgent(
        user=user,
        area=area,
        is_head=is_head,
        period=DateRange(first, None),
        agrees_to_be_shown=rng.random() < 0.6,
        trained_on=first + timedelta(days=rng.randint(10, 50)) if trained else None,
    )


def _users(count: int, known: dict[int, str], rng: random.Random) -> list[User]:
    names = rng.sample(words.people(), count)
    users = []
    for number, name in enumerate(names):
        email = known.get(number) or f"{slugify(name).replace('-', '.')}@example.com"
        users.append(User(email=email, full_name=name, phone=f"070-000 {number:04d}", password=make_password(None)))
    User.objects.bulk_create(users, ignore_conflicts=True)
    held = User.objects.in_bulk([user.email for user in users], field_name="email")
    return [held[user.email] for user in users]


def _give_roles(people: list[User], heads: list[bool]) -> None:
    agent, _made = Group.objects.get_or_create(name=CONTACT_AGENT)
    head, _made = Group.objects.get_or_create(name=HEAD_CONTACT_AGENT)
    membership = User.groups.through
    membership.objects.bulk_create(
        [
            membership(user_id=user.pk, group_id=(head if is_head else agent).pk)
            for user, is_head in zip(people, heads, strict=True)
        ],
        ignore_conflicts=True,
    )


def _addresses(areas: list[Area], rng: random.Random) -> None:
    by_district: dict[int, list[Area]] = {}
    for area in areas:
        by_district.setdefault(area.district_id, []).append(area)
    names = iter(rng.sample(words.STREETS, len(words.STREETS)))
    addresses = []
    for held in by_district.values():
        for area in rng.sample(held, 12):
            addresses += _street(next(names), area, rng)
    Address.objects.bulk_create(addresses, ignore_conflicts=True)
    PlaceName.objects.bulk_create(_place_names(by_district), ignore_conflicts=True)


def _street(name: str, area: Area, rng: random.Random) -> list[Address]:
    assert area.boundary is not None
    west, south, east, north = Polygon(area.boundary["coordinates"][0]).bounds
    return [
        Address(
            street=name,
            number=str(number),
            postal_code=words.POSTAL_CODES[area.district.name],
            locality=words.LOCALITIES[area.district.name],
            longitude=round(west + (east - west) * (0.2 + 0.05 * number), 6),
            latitude=round(south + (north - south) * (0.5 + rng.uniform(-0.15, 0.15)), 6),
            is_example=True,
        )
        for number in range(1, 13)
    ]


def _place_names(by_district: dict[int, list[Area]]) -> Iterator[PlaceName]:
    for district in District.objects.filter(pk__in=by_district):
        middle = Polygon(words.BORDERS[district.name]).representative_point()
        at = {"latitude": middle.y, "longitude": middle.x, "is_example": True}
        locality = words.LOCALITIES[district.name]
        yield PlaceName(kind=PlaceName.Kind.PLACE, name=district.name, locality=locality, **at)
        code = words.POSTAL_CODES[district.name]
        yield PlaceName(kind=PlaceName.Kind.POSTAL_CODE, name=code, locality=locality, **at)
