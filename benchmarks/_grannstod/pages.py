"""How many questions Grannstöd's pages ask the database, with ten shifts and with ten thousand."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounts.models import User

FEW, MANY = 10, 10_000
PAGES = {
    "leader": (
        "/grannstod/pass/",
        "/grannstod/volontarer/",
        "/grannstod/timmar/",
        "/grannstod/schema/",
        "/grannstod/lage/",
        "/grannstod/lage/omraden/",
    ),
    "volunteer": ("/grannstod/", "/grannstod/mina-pass/", "/grannstod/onskemal/"),
}


def growth(rng: random.Random) -> float:
    """Return the worst page's questions with many shifts over its questions with few."""
    from accounts.services import make_groups
    from grannstod.models import Car, Volunteer

    make_groups()
    people = {"leader": _person("grannstod_leader"), "volunteer": _person("grannstod_volunteer")}
    crew = [Volunteer.objects.create(user=user, status="active", is_driver=True) for user in people.values()]
    car = Car.objects.create(name="Provbil i sidor")
    _lay(crew, car, range(FEW))
    few = _asked(people)
    _lay(crew, car, range(FEW, MANY))
    many = _asked(people)
    return max(many[page] / few[page] for page in few)


def _person(role: str) -> User:
    from accounts.models import User
    from accounts.services import give_role

    user = User.objects.create_user(f"{role}@example.com", role)
    give_role(by=None, user=user, role=role)
    return user


def _lay(crew: list[Any], car: Any, numbers: range) -> None:
    """Lay out shifts of both people, half of them driven, eight a day around today."""
    from common import clock
    from grannstod.models import CrewMember, Patrol, Shift

    noon = clock.start_of_day(clock.today())
    # Every even number lies ahead and every odd one behind, so that few and many both hold each kind.
    moments = [noon + timedelta(hours=3 * (number // 2 + 9) * (1 if number % 2 == 0 else -1)) for number in numbers]
    shifts = Shift.objects.bulk_create(Shift(car=car, starts_at=at, ends_at=at + timedelta(hours=2)) for at in moments)
    CrewMember.objects.bulk_create(
        CrewMember(shift=shift, volunteer=who, seat=seat, starts_at=shift.starts_at, ends_at=shift.ends_at)
        for shift in shifts
        for seat, who in zip(("driver", "companion"), crew, strict=True)
    )
    Patrol.objects.bulk_create(
        Patrol(shift=shift, status="ended", started_at=shift.starts_at, ended_at=shift.ends_at, km=20)
        for shift in shifts
        if shift.ends_at < clock.now()
    )


def _asked(people: dict[str, User]) -> dict[str, int]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    counts = {}
    for who, pages in PAGES.items():
        client = Client(SERVER_NAME="localhost")
        client.force_login(people[who], backend="django.contrib.auth.backends.ModelBackend")
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                if client.get(page).status_code != 200:
                    raise SystemExit(f"{page} was not shown")
            counts[page] = len(asked)
    return counts
