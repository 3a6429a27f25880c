"""How the places hold at 35,000 areas, a hundred times a municipality's: `./run bench neighbourhoods [--data FILE]`.

Prints a line a figure, each with its bar; every figure is a function of a module in `_places`. `--data FILE` takes
a CSV of areas (name, district, households, joined, boundary as GeoJSON) in place of the made ones, in UTF-8 with
commas; its first 350 are the few of `page_growth`. `--only NAME` measures one.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks._places import import_preview, made, page_growth, point_lookup, scoring
from benchmarks._places.options import LARGE, SMALL, Asked, Figure
from benchmarks._postal.database import own_database

GROWTH = "page_growth"
FIGURES: dict[str, Callable[[Asked], list[Figure]]] = {
    # On the large set, in this order; the pages last, when every area has been read.
    "point_lookup": point_lookup.figures,
    "scoring": scoring.figures,
    "import_preview": import_preview.figures,
}


def run(arguments: list[str]) -> bool:
    """Measure on a database of its own, and tell whether every bar held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--only", choices=[*FIGURES, GROWTH])
    options = parser.parse_args(arguments)
    asked = Asked(os.environ.get("BENCH_SEED", "1"), options.data)
    wanted = [options.only] if options.only else [*FIGURES, GROWTH]
    with own_database("bench_places"):
        rows = list(made.file_rows(asked.data) if asked.data else made.made_rows(LARGE, asked.seed))
        made.load(rows[:SMALL], asked.seed)
        pages = few = None
        if GROWTH in wanted:
            pages = _pages()
            few = pages.seconds()
        made.load(rows[SMALL:], asked.seed)
        held = [_told(figure) for name in FIGURES if name in wanted for figure in FIGURES[name](asked)]
        if pages and few:
            _read_all()
            held.append(_told(page_growth.figure(few, pages.seconds())))
    return all(held)


def _pages() -> page_growth.Pages:
    _read_all()
    return page_growth.Pages()


def _read_all() -> None:
    """Read every area as each night does: the pages show what it says."""
    from common import clock
    from neighbourhoods import services

    services.score_areas(day=clock.today())


def _told(figure: Figure) -> bool:
    print(f"neighbourhoods.{figure.name}: {figure.value:.4g}", flush=True)
    if not figure.holds:
        print(f"neighbourhoods: {figure.name} misses its bar of {figure.bar}", file=sys.stderr)
    return figure.holds
