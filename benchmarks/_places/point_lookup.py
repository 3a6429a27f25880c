"""How long it takes to find the area of a point among 35,000, in microseconds: the slowest of twenty left out (p95).

Every look asks the database whether a border has moved. `point_lookup_us` is what each report and each observation
asks: which area, by its number. `point_area_us` has no bar: the area itself is read, too, as for a visitor who looks
for a home.
"""

from __future__ import annotations

import math
import random
import statistics
import time
from collections.abc import Callable

from benchmarks._places.options import Asked, Figure

BAR_US = 1_000
LOOKS = 500


def figures(asked: Asked) -> list[Figure]:
    """Return the p95 of a look among what the set holds, and of one that reads the area found."""
    from neighbourhoods.figures import area_at, locator
    from neighbourhoods.models import Area

    rng = random.Random(asked.seed)
    borders = Area.objects.values_list("boundary", flat=True)[:5_000]
    corners = [border["coordinates"][0][0][0] for border in borders if border]
    points = [(lon + 1e-5, lat + 1e-5) for lon, lat in rng.choices(corners, k=LOOKS)]
    return [
        Figure("point_lookup_us", _p95(lambda lon, lat: locator().area_id_at(lon, lat), points), BAR_US),
        Figure("point_area_us", _p95(area_at, points), math.inf),
    ]


def _p95(find: Callable[[float, float], object], points: list[tuple[float, float]]) -> float:
    """Return the p95 of finding each point, in microseconds. The first look, which reads every border, is left out."""
    find(*points[0])
    took = []
    for point in points:
        began = time.perf_counter()
        found = find(*point)
        took.append((time.perf_counter() - began) * 1e6)
        assert found is not None, point
    return statistics.quantiles(took, n=20)[-1]
