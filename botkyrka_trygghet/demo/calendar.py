"""Five coordination and three steering-group meetings for each school year, and what people do around the breaks."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from common import clock
from holiday_calendar import reference
from holiday_calendar.models import CalendarItem, SchoolBreak, new_uid
from neighbourhoods.models import District, Organisation

COORDINATION, STEERING = CalendarItem.Kind.COORDINATION, CalendarItem.Kind.STEERING
CHECK_IN, ACTIVITY = CalendarItem.Kind.CHECK_IN, CalendarItem.Kind.ACTIVITY
MEETINGS: dict[str, tuple[date, ...]] = {
    COORDINATION: (
        date(2025, 9, 17), date(2025, 11, 26), date(2026, 1, 28), date(2026, 4, 15), date(2026, 5, 20),
        date(2026, 9, 16), date(2026, 11, 25), date(2027, 1, 27), date(2027, 4, 14), date(2027, 5, 19),
    ),
    STEERING: (
        date(2025, 10, 8), date(2026, 2, 11), date(2026, 6, 3),
        date(2026, 10, 7), date(2027, 2, 10), date(2027, 6, 2),
    ),
    CHECK_IN: (date(2025, 10, 29), date(2026, 2, 25), date(2026, 10, 28), date(2027, 3, 3)),
}  # fmt: skip
TITLES = {COORDINATION: "Samordningsmöte", STEERING: "Styrgruppsmöte", CHECK_IN: "Avstämningsmöte"}
# First day, how many days, from and to (None: all day), what, where.
ACTIVITIES: tuple[tuple[date, int, tuple[int, int] | None, str, str], ...] = (
    (date(2025, 10, 27), 5, (13, 17), "Höstlovsverkstad", "Exempelgården"),
    (date(2025, 12, 12), 2, (18, 23), "Lucianatten: vuxna ute", "Centrum"),
    (date(2026, 2, 23), 5, (12, 16), "Sportlovsgård", "Exempelhallen"),
    (date(2026, 4, 30), 1, (17, 23), "Valborg: vuxna ute", "Exempelparken"),
    (date(2026, 6, 15), 5, (15, 19), "Spontanfotboll", "Exempelvallen"),
    (date(2026, 9, 7), 14, None, "Töm bilen själv", ""),
    (date(2026, 10, 5), 1, (17, 19), "Trygghetsvandring", "Samling vid torget"),
    (date(2026, 10, 26), 5, (13, 17), "Höstlovsverkstad", "Exempelgården"),
    (date(2026, 11, 28), 1, (11, 15), "Julmarknad med Grannstöd", "Exempeltorget"),
    (date(2026, 12, 11), 2, (18, 23), "Lucianatten: vuxna ute", "Centrum"),
    (date(2026, 12, 30), 1, (18, 23), "Nyårsvandring", "Samling vid biblioteket"),
    (date(2027, 3, 1), 5, (12, 16), "Sportlovsgård", "Exempelhallen"),
    (date(2027, 3, 30), 3, (13, 17), "Påsklovsfotboll", "Exempelvallen"),
    (date(2027, 4, 30), 1, (17, 23), "Valborg: vuxna ute", "Exempelparken"),
    (date(2027, 5, 22), 1, (11, 15), "Grannsamverkans dag", "Exempeltorget"),
    (date(2027, 6, 14), 5, (15, 19), "Spontanfotboll", "Exempelvallen"),
)

# What is for the young among them, and how.
YOUNG = {"Höstlovsverkstad", "Sportlovsgård", "Spontanfotboll", "Påsklovsfotboll"}
FOR_YOUNG: dict[str, Any] = {"age_from": 10, "age_to": 16, "is_open": True, "aim": "promoting", "approach": "social"}


def seed(rng: random.Random) -> None:
    """Make meetings and activities; the school years are the reference ones."""
    reference.load()
    districts, owners = list(District.objects.all()), list(Organisation.objects.order_by("pk")[:8])
    owner = owners[0] if owners else None
    items = [
        _item(kind, TITLES[CalendarItem.Kind(kind)], day, (10, 12), "Kommunalhuset", owner=owner)
        for kind, days in MEETINGS.items()
        for day in days
    ]
    for first, count, hours, title, place in ACTIVITIES:
        district = rng.choice(districts) if districts and place else None
        leader = rng.choice(owners) if owners else None
        # What fills whole days is one item; what has hours is one each day.
        days = [first] if hours is None else [first + timedelta(days=number) for number in range(count)]
        items += [
            _item(ACTIVITY, title, day, hours, place, owner=leader, district=district, count=count, is_public=True)
            for day in days
        ]
    for item in items:
        if item.kind == CHECK_IN:
            item.of_break = SchoolBreak.objects.standing().between(item.first_day, item.first_day).first()
    CalendarItem.objects.bulk_create(items)


def _item(
    kind: str,
    title: str,
    day: date,
    hours: tuple[int, int] | None,
    place: str,
    *,
    owner: Organisation | None,
    district: District | None = None,
    count: int = 1,
    is_public: bool = False,
) -> CalendarItem:
    if hours is None:
        starts, ends = clock.start_of_day(day), clock.start_of_day(day + timedelta(days=count))
    else:
        starts, ends = (datetime.combine(day, time(hour), tzinfo=clock.STOCKHOLM) for hour in hours)
    return CalendarItem(
        kind=kind,
        title=title,
        starts_at=starts,
        ends_at=ends,
        all_day=hours is None,
        place=place,
        owner=owner,
        district=district,
        is_public=is_public,
        **(FOR_YOUNG if kind == ACTIVITY and title in YOUNG else {}),
        uid=new_uid(),
        is_example=True,
    )
