"""Measures of departments and organisations, and a first night's reading of every area."""

from __future__ import annotations

import random
from datetime import timedelta

from common import clock
from neighbourhoods import services
from neighbourhoods.models import Area, District, Measure, Organisation

SOCIAL = {Measure.Kind.NIGHT_WALKERS, Measure.Kind.SAFE_SCHOOL, Measure.Kind.HOLIDAY, Measure.Kind.SOCIAL_CARE}
KINDS = (
    Measure.Kind.LIGHTING,
    Measure.Kind.CAMERA,
    Measure.Kind.GUARDS,
    Measure.Kind.MECHANICAL,
    Measure.Kind.NIGHT_WALKERS,
    Measure.Kind.SAFE_SCHOOL,
    Measure.Kind.HOLIDAY,
)


def seed(rng: random.Random) -> None:
    """Make some sixty measures, then read how every area is."""
    organisations, districts = list(Organisation.objects.all()), list(District.objects.defer("boundary"))
    areas = rng.sample(list(Area.objects.open().defer("boundary").order_by("pk")), 40)
    if organisations:
        places = [{"area": area} for area in areas] + [{"district": rng.choice(districts)} for _number in range(20)]
        Measure.objects.bulk_create(_measure(place, organisations, rng) for place in places)
    services.score_areas()


def _measure(
    place: dict[str, Area] | dict[str, District], organisations: list[Organisation], rng: random.Random
) -> Measure:
    kind = rng.choice(KINDS)
    since = clock.today() - timedelta(days=rng.randint(200, 3_000))
    return Measure(
        organisation=rng.choice(organisations),
        kind=kind,
        approach=Measure.Approach.SOCIAL if kind in SOCIAL else Measure.Approach.SITUATIONAL,
        since=since,
        until=since + timedelta(days=150) if rng.random() < 0.2 else None,
        is_example=True,
        **place,
    )
