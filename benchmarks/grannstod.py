"""How Grannstöd's schedule and pages hold: `./run bench grannstod`.

Prints `grannstod.schedule_seconds` (45 volunteers, two shifts a day, six weeks), `.schedule_200_seconds` (200
volunteers, four cars), `.rule_violations` (of both drafts, found by a checker that shares nothing with the solver),
`.page_queries_growth` (questions to the database with 10,000 shifts over 10, the worst page), `.sync_lost` and
`.sync_p95_seconds` (50 phones come back to the network at once and send 1,000 observations to the image's web).
"""

from __future__ import annotations

import argparse
import os
import random
import sys

from benchmarks._grannstod import pages, schedule, sync
from benchmarks._postal.database import own_database

BARS = {"schedule_seconds": 10.0, "schedule_200_seconds": 60.0, "rule_violations": 0.0, "page_queries_growth": 1.0}
BARS |= {"sync_lost": 0.0, "sync_p95_seconds": 2.0}
PARTS = ("schedule", "pages", "sync")


def run(arguments: list[str]) -> bool:
    """Measure on a database of its own, and tell whether every bar held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PARTS)
    options = parser.parse_args(arguments)
    rng = random.Random(os.environ.get("BENCH_SEED", "1"))
    parts = {
        "schedule": lambda: _schedule(rng),
        "pages": lambda: {"page_queries_growth": pages.growth(rng)},
        "sync": _sync,
    }
    figures: dict[str, float] = {}
    for name in [options.only] if options.only else PARTS:
        with own_database("bench_grannstod"):
            figures |= parts[name]()
    for name, value in figures.items():
        print(f"grannstod.{name}: {value:.3g}", flush=True)
        if value > BARS[name]:
            print(f"grannstod.{name}: the bar is <= {BARS[name]:g}", file=sys.stderr)
    return all(value <= BARS[name] for name, value in figures.items())


def _schedule(rng: random.Random) -> dict[str, float]:
    found: dict[str, float] = {}
    broken: list[str] = []
    for name, people, cars in (("schedule_seconds", 45, 1), ("schedule_200_seconds", 200, 4)):
        draft, _volunteers = schedule.fill(rng, people, cars)
        found[name] = schedule.seconds(draft)
        broken += schedule.violations(draft)
        seats, gaps = draft.seats.count(), len(draft.gaps)
        print(f"{people} volunteers: {seats} seats proposed, {gaps} shifts not filled", file=sys.stderr)
    for said in broken:
        print(said, file=sys.stderr)
    return found | {"rule_violations": float(len(broken))}


def _sync() -> dict[str, float]:
    lost, p95 = sync.sync()
    return {"sync_lost": float(lost), "sync_p95_seconds": p95}
