"""How long it takes to find the area of a point among 35,000, in microseconds: the slowest of twenty in a hundred
left out (p95), every look asking the database whether a border has moved."""

from __future__ import annotations

import random
import statistics
import time

from benchmarks._places.options import Asked, Figure

BAR_US = 1_000
LOOKS = 500


def figures(asked: Asked) -> list[Figure]:
    """Return the p95 of a look among what the set holds."""
    from neighbourhoods.figures import area_at as find
    from neighbourhoods.models import Area

    rng = random.Random(asked.seed)
    corners = [
        border["coordinates"][0][0][0] for border in Area.objects.values_list("boundary", flat=True)[:5_000] if border
    ]
    find(*corners[0])
    took = []
    for _look in range(LOOKS):
        lon, lat = rng.choice(corners)
        began = time.perf_counter()
        find(lon + 1e-5, lat + 1e-5)
        took.append((time.perf_counter() - began) * 1e6)
    return [Figure("point_lookup_us", statistics.quantiles(took, n=20)[-1], BAR_US)]
