# ruff: noqa: N999  (the name is what ./run bench takes)
"""How long 50,000 reports take to import, and how much memory: `./run bench import [--data FILE]`.

Prints `import.reports_seconds` (bar 60) and `import.reports_rss_mb` (bar 200) of `manage.py import_reports`
run as a process of its own on an empty database. `--data FILE` takes a CSV, plain or gzipped, with the columns
date, service_code, lat, lon (read by docs/examples/import_mapping.toml); without it a set is made from BENCH_SEED.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import random
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from benchmarks._commands import ROOT, manage, measured
from benchmarks._postal.database import own_database

MAPPING = ROOT / "docs" / "examples" / "import_mapping.toml"
ROWS = 50_675
SECONDS_BAR, RSS_BAR = 60, 200
KINDS = ("Graffiti", "Abfall/Sammelstelle", "Beleuchtung/Uhren", "Strasse/Trottoir/Platz", "Allgemein")


def make_set(path: Path, seed: str) -> None:
    """Write a made set of the real one's size and columns."""
    rng = random.Random(seed)
    with gzip.open(path, "wt", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["date", "service_code", "lat", "lon"])
        for _row in range(ROWS):
            day = date(2016, 1, 1) + timedelta(days=rng.randrange(3200))
            rows.writerow(
                [day, rng.choice(KINDS), f"{rng.uniform(59.1, 59.27):.6f}", f"{rng.uniform(17.7, 17.95):.6f}"]
            )


def run(arguments: list[str]) -> bool:
    """Measure, and tell whether the bars held and rows were saved."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        data = options.data or Path(folder) / "made.csv.gz"
        if options.data is None:
            make_set(data, os.environ.get("BENCH_SEED", "1"))
        with own_database("bench_import"):
            manage("load_reference")
            asked = (str(data.resolve()), "--no-boundary", "--mapping", str(MAPPING))
            said, seconds, rss = measured("import_reports", *asked)
    print(f"import.reports_seconds: {seconds:.1f}")
    print(f"import.reports_rss_mb: {rss:.0f}")
    last = next(line for line in said.splitlines() if line.startswith("saved:"))
    print(last, file=sys.stderr)
    return seconds <= SECONDS_BAR and rss <= RSS_BAR and "saved: 0;" not in last
