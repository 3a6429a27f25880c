"""How much memory an import takes for a hundred thousand rows, and for a million."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

from benchmarks._commands import ROOT, measured

MAPPING = ROOT / "docs" / "examples" / "import_mapping.toml"
THEIRS = ("Graffiti", "Abfall/Sammelstelle", "Beleuchtung/Uhren", "Strasse/Trottoir/Platz", "Allgemein")


def rss_growth_mb(rows: list[tuple[Any, str, float, float]], few: int, many: int) -> float:
    """Return how much more memory (MB) a process holds at most while it imports `many` rows instead of `few`."""
    with tempfile.TemporaryDirectory() as folder:
        held = [_most_held(Path(folder) / f"{number}.csv", rows, number) for number in (few, many)]
    return held[1] - held[0]


def _most_held(path: Path, rows: list[tuple[Any, str, float, float]], number: int) -> float:
    with path.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(["date", "service_code", "lat", "lon"])
        for place in range(number):
            day, kind, lat, lon = rows[place % len(rows)]
            lines.writerow([day, THEIRS[len(kind) % len(THEIRS)], f"{lat:.6f}", f"{lon:.6f}"])
    said, _seconds, held = measured("import_reports", str(path), "--no-boundary", "--mapping", str(MAPPING))
    last = next(line for line in said.splitlines() if line.startswith("saved:"))
    if f"refused: 0 of {number}" not in last:
        raise SystemExit(f"Not all rows were read: {last}")
    return held
