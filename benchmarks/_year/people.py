"""The people of the year: who writes, who approves, who reads."""

from __future__ import annotations

import random
from dataclasses import dataclass

READERS = 300


@dataclass(frozen=True)
class Desk:
    """Those who make the letters."""

    writer: object
    chief: object
    deputy: object


def make(rng: random.Random) -> Desk:
    """Make three people at the desk, the three series with their readers, and say who approves and who is told."""
    from accounts import roles, services
    from accounts.models import User
    from newsletters import reference
    from newsletters.models import Series
    from post.services import add_members

    services.make_groups()
    people = [User.objects.create_user(f"{name}@example.com", name) for name in ("writer", "chief", "deputy")]
    for person, role in zip(people, (roles.SAFETY_COORDINATOR, *[roles.CHIEF_OF_SECURITY] * 2), strict=True):
        services.give_role(by=None, user=person, role=role)
    reference.load()
    for series in Series.objects.all():
        series.approvers.set(people[1:])
        series.told_first.set(people[:1])
        series.told_next.set(people[1:])
        readers = [f"reader{number}@example.org" for number in rng.sample(range(2_000), READERS)]
        add_members(list_key=series.list_key, emails=readers, consent={"how": "bench"})
    return Desk(*people)
