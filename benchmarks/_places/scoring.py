"""How long a night's reading of every area takes, in seconds: the first, which opens a case for each asleep."""

from __future__ import annotations

import time

from benchmarks._places.options import Asked, Figure

BAR_SECONDS = 60


def figures(_asked: Asked) -> list[Figure]:
    """Return the slower of the first night and the night after."""
    from datetime import timedelta

    from common import clock
    from neighbourhoods import services

    took = []
    for day in (clock.today() - timedelta(days=1), clock.today()):
        began = time.monotonic()
        night = services.score_areas(day=day)
        took.append(time.monotonic() - began)
        if not night.scored:
            raise SystemExit("no area was read")
    return [Figure("scoring_seconds", max(took), BAR_SECONDS)]
