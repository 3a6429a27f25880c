"""How often the report that is the same is among the three shown: `./run bench duplicates [--data FILE]`.

Prints `duplicates.top3` (bar 0.9). Reports with real places, days and kinds are put into the database (and taken out
again); then pairs are made: somebody reports the same thing some days later, from a phone or an address some way off,
at times under a neighbouring kind. `--data FILE` takes a CSV, plain or gzipped, with the columns date, service_code,
lat, lon; without it the shared set of a Swiss city is read if it is here, else a set is made from BENCH_SEED.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import math
import os
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from incidents.models import Report

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data" / "reports" / "zurich_reports_2016_2024.csv.gz"
MOST_ROWS, PAIRS, BAR = 60_000, 2_000, 0.9
# The kinds of a city stand for ours, in the order of how common they are.
OURS = ("litter", "lighting", "graffiti", "vandalism", "unsafe-place", "broken-glass", "abandoned-car", "other")
METRES_A_DEGREE = 111_195.0

Row = tuple[date, str, float, float]


def read_set(path: Path) -> Iterator[Row]:
    """Read a CSV; a row without a day or a place is left out."""
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            try:
                found = date.fromisoformat(row["date"][:10]), row["service_code"], float(row["lat"]), float(row["lon"])
            except (KeyError, TypeError, ValueError):
                continue
            if math.isfinite(found[2]) and math.isfinite(found[3]):
                yield found


def make_set(rng: random.Random) -> Iterator[Row]:
    """Make a set with the crowding of a town: a few hundred spots, some of them reported from every week."""
    spots = [(rng.gauss(59.2, 0.03), rng.gauss(17.84, 0.05), rng.paretovariate(1.1)) for _spot in range(400)]
    weights = [weight for _lat, _lon, weight in spots]
    for _row in range(40_000):
        lat, lon, _weight = rng.choices(spots, weights)[0]
        day = date(2016, 1, 1) + timedelta(days=rng.randrange(3_000))
        yield day, f"kind {min(int(rng.expovariate(0.5)), 11)}", rng.gauss(lat, 0.001), rng.gauss(lon, 0.002)


def kinds_of(rows: list[Row]) -> dict[str, str]:
    """Let the set's kinds stand for ours, the commonest first."""
    names = [row[1] for row in rows]
    by_count = sorted(set(names), key=names.count, reverse=True)
    return {name: OURS[min(place, len(OURS) - 1)] for place, name in enumerate(by_count)}


def fill(rows: list[Row]) -> list[Report]:
    """Put the reports into the database, released and open."""
    from common import clock
    from incidents.models import Category, Report

    kinds, categories = kinds_of(rows), {category.code: category for category in Category.objects.all()}
    reports = []
    for number, (day, kind, lat, lon) in enumerate(rows):
        at = clock.start_of_day(day) + timedelta(hours=12)
        reports.append(
            Report(
                number=f"bench-{number}", category=categories[kinds[kind]], latitude=lat, longitude=lon,
                received_at=at, released_at=at, public_text="x", source="bench", external_id=str(number),
            )
        )  # fmt: skip
    return Report.objects.bulk_create(reports, batch_size=2_000)


def again(report: Report, rng: random.Random) -> Any:
    """Return how somebody else would report the same: days later, some way off, perhaps as another kind."""
    from incidents import figures
    from incidents.models import Category

    metres = abs(rng.gauss(0, 15)) if rng.random() < 0.7 else abs(rng.gauss(0, 60))
    angle = rng.uniform(0, 2 * math.pi)
    lat = (report.latitude or 0) + metres * math.cos(angle) / METRES_A_DEGREE
    east = metres * math.sin(angle) / METRES_A_DEGREE
    lon = (report.longitude or 0) + east / math.cos(math.radians(lat))
    category = report.category
    if rng.random() < 0.1:
        category = rng.choice(list(Category.objects.filter(code__in=OURS)))
    return figures.Sought(category, lat, lon, report.received_at + timedelta(days=min(rng.expovariate(1 / 9), 60)))


def measure(rows: list[Row], rng: random.Random) -> float:
    """Return the share of pairs whose first report is among the three shown for the second."""
    from django.db import transaction

    from incidents import figures, reference
    from incidents.models import Report

    with transaction.atomic():
        reference.load()
        reports = fill(rows)
        pool = Report.objects.filter(source="bench")
        pairs = rng.sample(reports, min(PAIRS, len(reports)))
        hits = sum(
            any(found.report.pk == first.pk for found in figures.similar(pool.released().open(), again(first, rng)))
            for first in pairs
        )
        transaction.set_rollback(True)
    return hits / max(len(pairs), 1)


def run(arguments: list[str]) -> bool:
    """Measure, and tell whether the bar held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "botkyrka_trygghet.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    rng = random.Random(os.environ.get("BENCH_SEED", "1"))
    path = options.data or (SHARED if SHARED.exists() else None)
    rows = list(read_set(path)) if path else list(make_set(rng))
    rows = rng.sample(rows, min(MOST_ROWS, len(rows)))
    top3 = measure(rows, rng)
    print(f"duplicates.top3: {top3:.4f}")
    print(f"{len(rows)} reports from {path or 'a made set'}", file=sys.stderr)
    return top3 >= BAR
