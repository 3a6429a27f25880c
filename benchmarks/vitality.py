"""Are areas that fall asleep found, and the living left in peace? `./run bench vitality [--data FILE] [--seeds N]`.

Prints `vitality.found` (bar 0.95: asleep within 7 days of the planted day) and `vitality.false_alarms` (bar 0.05:
the share of living areas called dormant on any night of the year). Every night of the year is read by the room's
own nightly job with the rule a new house begins with.

`--data FILE` brings another year: a CSV in UTF-8 with commas and the columns area, what, on (YYYY-MM-DD), see
`docs/vitality-data.md`. Without it a year is made from BENCH_SEED by `_places/lives.py`, which knows people and
nothing of the rule. `--seeds N` makes N years and prints the worst.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks._places import lives
from benchmarks._postal.database import own_database

WITHIN_DAYS = 7
FOUND_BAR, FALSE_BAR = 0.95, 0.05


@dataclass(frozen=True)
class Outcome:
    """What a year came to: shares, and the counts they are of."""

    found: float
    false_alarms: float
    planted: int
    living: int


def run(arguments: list[str]) -> bool:
    """Measure on a database of its own, and tell whether both bars held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--seeds", type=int, default=1)
    options = parser.parse_args(arguments)
    first = int(os.environ.get("BENCH_SEED", "1"))
    with own_database("bench_vitality"):
        if options.data:
            outcomes = [measure(lives.read(options.data))]
        else:
            outcomes = [measure(lives.made(str(seed))) for seed in range(first, first + options.seeds)]
    found, false = min(one.found for one in outcomes), max(one.false_alarms for one in outcomes)
    for one in outcomes:
        print(f"{one.planted} asleep, {one.living} alive: {one.found:.3f} {one.false_alarms:.3f}", file=sys.stderr)
    print(f"vitality.found: {found:.3f}")
    print(f"vitality.false_alarms: {false:.3f}", flush=True)
    return found >= FOUND_BAR and false <= FALSE_BAR


def measure(year: lives.Year) -> Outcome:
    """Read every night of a year, and compare what was said with what was planted."""
    from neighbourhoods import services
    from neighbourhoods.models import VitalityChange

    areas = lives.store(year)
    day = year.first_day
    while day <= year.last_day:
        services.score_areas(day=day)
        day += timedelta(days=1)
    called: dict[str, list[tuple[object, str]]] = {}
    names = {pk: name for name, pk in areas.items()}
    for area, on, word in VitalityChange.objects.order_by("on").values_list("area_id", "on", "word"):
        called.setdefault(names[area], []).append((on, word))
    sleepers = [life for life in year.lives if life.asleep_on is not None]
    living = [life for life in year.lives if life.asleep_on is None and not (life.did and life.slept_by_itself)]
    found = sum(_found(life, called.get(life.name, [])) for life in sleepers)
    accused = sum(any(word == "dormant" for _on, word in called.get(life.name, [])) for life in living)
    return Outcome(found / max(len(sleepers), 1), accused / max(len(living), 1), len(sleepers), len(living))


def _found(life: lives.Life, said: list[tuple[object, str]]) -> bool:
    """Tell whether the area stood as dormant on the last night that counts."""
    assert life.asleep_on is not None
    until = life.asleep_on + timedelta(days=WITHIN_DAYS)
    words = [word for on, word in said if on <= until]  # type: ignore[operator]  # dates both
    return bool(words) and words[-1] == "dormant"
