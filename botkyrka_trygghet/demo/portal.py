"""Example meetings, counts, circles and groups of areas. Every neighbour is invented."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from accounts.models import User
from common import clock, form_tokens
from common.signed_links import new_token
from neighbourhoods import services
from neighbourhoods.figures import Choice, chosen_areas, circle_key, reached
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, AreaGroup, Circle, GroupedArea, HouseholdCount, YearlyMeeting
from post.services import add_members, ensure_list

CIRCLES, GROUPS, IN_A_GROUP = 12, 4, 5


def seed(rng: random.Random) -> None:
    """Fill the active areas with a year of meetings and counts, some with a circle, some in groups."""
    areas = list(Area.objects.filter(status=AreaStatus.ACTIVE).defer("boundary").order_by("district", "pk"))
    now = clock.now().replace(hour=18, minute=30, second=0, microsecond=0)
    held = [area for area in areas if rng.random() < 0.6]
    YearlyMeeting.objects.bulk_create(
        _meeting(rng, area, now - timedelta(days=rng.randrange(20, 360))) for area in held
    )
    HouseholdCount.objects.bulk_create(
        HouseholdCount(
            area=area,
            counted_on=clock.today() - timedelta(days=rng.randrange(10, 700)),
            households=area.households,
            joined=area.households_joined,
        )
        for area in areas
    )
    for area in rng.sample(areas, min(CIRCLES, len(areas))):
        Circle.objects.create(area=area, token=new_token())
        ensure_list(key=circle_key(area), title=f"Grannarna i {area.name}")
        emails = [f"granne{area.pk}.{number}@example.org" for number in range(rng.randrange(5, 18))]
        add_members(list_key=circle_key(area), emails=emails, consent={"how": "example"})
    _write(areas[:8])
    for number in range(min(GROUPS, len(areas) // IN_A_GROUP)):
        group = AreaGroup.objects.create(name=f"Exempelgrupp {number + 1}")
        chosen = areas[number * IN_A_GROUP : (number + 1) * IN_A_GROUP]
        GroupedArea.objects.bulk_create(GroupedArea(group=group, area=area) for area in chosen)


def _write(areas: list[Area]) -> None:
    chosen = reached(chosen_areas(Choice(areas=[area.pk for area in areas])))
    services.write_to_areas(
        to=chosen,
        subject="Inbrott i villor i kvällsmörkret",
        text="Hej! Säg till grannarna att tända lampor och hjälpa varandra med posten. Svara om ni behöver skyltar.",
        by=User.objects.get(email="samordnare@example.com"),
        form_token=form_tokens.new(),
    )


def _meeting(rng: random.Random, area: Area, starts_at: datetime) -> YearlyMeeting:
    return YearlyMeeting(
        area=area,
        starts_at=starts_at,
        place="Kvarterslokalen",
        invitation="Välkommen till grannarnas möte. Det blir kaffe.",
        households_present=rng.randrange(4, 25),
        outcome="Vi ber om bättre belysning vid lekplatsen.",
        recorded_at=clock.now(),
        form_token=form_tokens.new(),
    )
