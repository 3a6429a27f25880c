"""Example beginnings and signs: a case for each area that begins, invented people who would like to join, signs."""

from __future__ import annotations

import random
from datetime import timedelta

from shapely.geometry import shape

from botkyrka_trygghet.demo import place_words as words
from common import clock
from neighbourhoods.lifecycle import AreaStatus, InterestStatus, SignOrderStatus
from neighbourhoods.models import (
    Address,
    Area,
    InterestedPerson,
    InterestEvent,
    Sign,
    SignCondition,
    SignOrder,
    SignOrderEvent,
    StartupCase,
    StartupEvent,
)

PLACES = ("Infarten från stora vägen", "Vid busshållplatsen", "Gången mot skolan", "Parkeringen", "Lekplatsen")
WAITING = 18


def seed(rng: random.Random) -> None:
    """Fill in start-up cases, interested people and signs for the example areas."""
    _cases(rng)
    _people(rng)
    _signs(rng)


def _cases(rng: random.Random) -> None:
    today = clock.today()
    cases = []
    for area in Area.objects.filter(status=AreaStatus.FORMING, is_example=True).order_by("pk"):
        began = clock.now() - timedelta(days=rng.randint(30, 200))
        steps = rng.randint(0, 3)
        days = [today - timedelta(days=rng.randint(3, 25)) if number < steps else None for number in range(3)]
        area.households_declined = rng.randint(0, area.households - area.households_joined)
        counted, meeting, course = days
        cases.append(
            StartupCase(
                area=area,
                opened_at=began,
                counted_on=counted,
                meeting_held_on=meeting,
                meeting_people=rng.randint(8, 25) if meeting else None,
                course_held_on=course,
                is_example=True,
            )
        )
    Area.objects.bulk_update([case.area for case in cases], ["households_declined"])
    made = StartupCase.objects.bulk_create(cases)
    StartupEvent.objects.bulk_create(StartupEvent(case=case, moved_to=case.status, at=case.opened_at) for case in made)


def _people(rng: random.Random) -> None:
    addresses = list(Address.objects.filter(is_example=True).order_by("pk")[:4_000])
    beginning = list(Area.objects.filter(status__in=(AreaStatus.FORMING, AreaStatus.INTEREST)).order_by("pk"))
    statuses = [InterestStatus.NEW] * 3 + [InterestStatus.CONTACTED, InterestStatus.UNCONFIRMED]
    people = []
    for number, name in enumerate(rng.sample(words.people(), WAITING), start=1):
        address = rng.choice(addresses)
        area = rng.choice(beginning) if number % 2 else None
        status, at = rng.choice(statuses), clock.now() - timedelta(days=rng.randint(1, 12))
        people.append(
            InterestedPerson(
                name=name,
                email=f"intresserad{number}@example.com",
                address=str(address),
                latitude=address.latitude,
                longitude=address.longitude,
                area=area,
                district=area.district if area else None,
                wants_to_be_agent=rng.random() < 0.3,
                status=status,
                consented_at=at,
                confirmed_at=None if status is InterestStatus.UNCONFIRMED else at,
                expires_on=clock.today() + timedelta(days=14 if status is InterestStatus.UNCONFIRMED else 350),
                is_example=True,
            )
        )
    made = InterestedPerson.objects.bulk_create(people)
    InterestEvent.objects.bulk_create(
        InterestEvent(person=person, moved_to=person.status, at=person.consented_at) for person in made
    )


def _signs(rng: random.Random) -> None:
    today = clock.today()
    signs = []
    conditions = [SignCondition.GOOD] * 14 + [SignCondition.WORN] * 3 + [SignCondition.DAMAGED, SignCondition.MISSING]
    settled = Area.objects.filter(status__in=(AreaStatus.ACTIVE, AreaStatus.DORMANT), is_example=True)
    for area in settled.order_by("pk"):
        west, south, east, north = shape(area.boundary).bounds if area.boundary else (17.82, 59.2, 17.83, 59.21)
        for place in rng.sample(PLACES, rng.randint(1, 3)):
            silent = rng.randint(5, 330) if area.status == AreaStatus.ACTIVE else rng.randint(380, 1_200)
            signs.append(
                Sign(
                    area=area,
                    place=place,
                    longitude=round(rng.uniform(west, east), 5),
                    latitude=round(rng.uniform(south, north), 5),
                    condition=rng.choice(conditions) if area.status == AreaStatus.ACTIVE else SignCondition.WORN,
                    put_up_on=area.started_on,
                    checked_on=today - timedelta(days=silent),
                    is_example=True,
                )
            )
    made = Sign.objects.bulk_create(signs)
    _orders(made, rng)


def _orders(signs: list[Sign], rng: random.Random) -> None:
    broken = [sign for sign in signs if sign.is_broken]
    orders = SignOrder.objects.bulk_create(
        SignOrder(
            area=sign.area,
            replaces=sign,
            created_at=clock.now() - timedelta(days=rng.randint(1, 20)),
            status=SignOrderStatus.ASKED if number % 3 else SignOrderStatus.RELEASED,
            is_example=True,
        )
        for number, sign in enumerate(broken[:9])
    )
    SignOrderEvent.objects.bulk_create(
        SignOrderEvent(order=order, moved_to=SignOrderStatus.ASKED, at=order.created_at) for order in orders
    )
