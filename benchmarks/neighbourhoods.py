"""How the places hold at 35,000 areas, a hundred times a municipality's: `./run bench neighbourhoods [--data FILE]`.

Prints a line a figure, each with its bar; every figure is a function of a module in `_places`. `--data FILE` takes
a CSV of areas (name, district, households, joined, boundary as GeoJSON) in place of the made ones, in UTF-8 with
commas. `--only NAME` measures one.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks._places import made, point_lookup, scoring
from benchmarks._places.options import LARGE, Asked, Figure
from benchmarks._postal.database import own_database

FIGURES: dict[str, Callable[[Asked], list[Figure]]] = {
    # On the large set, in this order.
    "point_lookup": point_lookup.figures,
    "scoring": scoring.figures,
}


def run(arguments: list[str]) -> bool:
    """Measure on a database of its own, and tell whether every bar held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--only", choices=FIGURES)
    options = parser.parse_args(arguments)
    asked = Asked(os.environ.get("BENCH_SEED", "1"), options.data)
    wanted = [options.only] if options.only else list(FIGURES)
    with own_database("bench_places"):
        rows = list(made.file_rows(asked.data) if asked.data else made.made_rows(LARGE, asked.seed))
        made.load(rows, asked.seed)
        held = [_told(figure) for name in wanted for figure in FIGURES[name](asked)]
    return all(held)


def _told(figure: Figure) -> bool:
    print(f"neighbourhoods.{figure.name}: {figure.value:.4g}", flush=True)
    if not figure.holds:
        print(f"neighbourhoods: {figure.name} misses its bar of {figure.bar}", file=sys.stderr)
    return figure.holds
