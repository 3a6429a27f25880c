"""Reports in bulk, with the days, kinds and places of a real town's, moved here and up to yesterday."""

from __future__ import annotations

import csv
import gzip
import math
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = ROOT.parent / "shared" / "data" / "reports" / "zurich_reports_2016_2024.csv.gz"
CODES = ("litter", "lighting", "graffiti", "vandalism", "unsafe-place", "broken-glass", "abandoned-car", "other")
TEXTS = ("Klotter på muren vid gångvägen.", "Lampan vid gångvägen är släckt.", "Det ligger skräp runt återvinningen.",
         "Bänken vid lekplatsen är sönderslagen.", "Busskurens ruta är krossad.", "Mörkt bakom garagen.")  # fmt: skip
DISTRICTS, AREAS = 9, 350
_TABLE = """CREATE TABLE IF NOT EXISTS bench_sample
    (n serial, day date, code text, lat double precision, lon double precision)"""
_FILL = """INSERT INTO incidents_report
  (number, version, category_id, status, text, public_text, place, latitude, longitude, district_id, area_id,
   occurred_when, reporter_name, reporter_email, language, channel, follow_hash, received_at, due_at, released_at,
   closed_at, source, external_id, is_example, priority)
SELECT '2000-' || i, 0, c.id, CASE WHEN opened THEN 'received' ELSE 'done' END, text, text,
  'Exempelvägen ' || i %% 997, s.lat + (random() - 0.5) / 500, s.lon + (random() - 0.5) / 250, d.id, a.id,
  'week', '', '', 'sv', 'web', '', at, at + interval '2 days', CASE WHEN i %% 10 < 7 THEN at END,
  CASE WHEN opened THEN NULL ELSE at + random() * interval '20 days' END, 'bench', i::text, FALSE, 2
FROM generate_series(%s::bigint, %s::bigint) AS i
JOIN bench_sample AS s ON s.n = 1 + (i * 7919) %% %s
JOIN incidents_category AS c ON c.code = s.code
JOIN bench_district AS d ON d.n = (floor(s.lat * 50)::int + floor(s.lon * 25)::int) %% %s
JOIN bench_area AS a ON a.n = (floor(s.lat * 400)::int * 31 + floor(s.lon * 200)::int) %% %s
CROSS JOIN LATERAL (SELECT s.day + random() * interval '86399 seconds' AS at, %s::text[] AS texts) AS m
CROSS JOIN LATERAL (SELECT m.texts[1 + (i %% cardinality(m.texts))::int] AS text,
  m.at > now() - interval '14 days' AND i %% 5 = 0 AS opened) AS t"""


def sample(data: Path | None, seed: str) -> list[tuple[date, str, float, float]]:
    """Return the days, kinds and places to draw from: a file's, the shared set's, or made ones."""
    from common import clock

    path = data or (SHARED if SHARED.exists() else None)
    rows = list(_read(path)) if path else _made(random.Random(seed))
    latest = max(row[0] for row in rows)
    ahead = clock.today() - timedelta(days=1) - latest
    lat = sum(row[2] for row in rows) / len(rows)
    lon = sum(row[3] for row in rows) / len(rows)
    names = [row[1] for row in rows]
    ranked = sorted(set(names), key=lambda name: (-names.count(name), name))
    kinds = {name: CODES[min(place, len(CODES) - 1)] for place, name in enumerate(ranked)}
    return [(day + ahead, kinds[kind], y - lat + 59.2, x - lon + 17.83) for day, kind, y, x in rows]


def _read(path: Path) -> Any:
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            try:
                found = date.fromisoformat(row["date"][:10]), row["service_code"], float(row["lat"]), float(row["lon"])
            except (KeyError, TypeError, ValueError):
                continue
            if math.isfinite(found[2]) and math.isfinite(found[3]):
                yield found


def _made(rng: random.Random) -> list[tuple[date, str, float, float]]:
    spots = [(rng.gauss(59.2, 0.03), rng.gauss(17.84, 0.05), rng.paretovariate(1.1)) for _spot in range(400)]
    weights = [weight for _lat, _lon, weight in spots]
    made = []
    for _row in range(40_000):
        lat, lon, _weight = rng.choices(spots, weights)[0]
        day = date(2016, 1, 1) + timedelta(days=rng.randrange(3_000))
        made.append((day, f"kind {min(int(rng.expovariate(0.5)), 11)}", rng.gauss(lat, 0.001), rng.gauss(lon, 0.002)))
    return made


def prepare(rows: list[tuple[date, str, float, float]]) -> None:
    """Put the sample, the districts and the areas in place."""
    from neighbourhoods.models import Area, District

    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
        with cursor.copy("COPY bench_sample (day, code, lat, lon) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    places = [District.objects.create(name=f"Del {n}", slug=f"del-{n}") for n in range(DISTRICTS)]
    Area.objects.bulk_create(
        Area(name=f"Område {n}", slug=f"omrade-{n}", district=places[n % DISTRICTS]) for n in range(AREAS)
    )
    with connection.cursor() as cursor:
        for name, table in (("bench_district", "neighbourhoods_district"), ("bench_area", "neighbourhoods_area")):
            cursor.execute(f"CREATE TABLE {name} AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM {table}")


def fill(first: int, last: int, size: int) -> None:
    """Put in the reports of these numbers and fold their counts. `size` is the sample's."""
    from incidents import services

    with connection.cursor() as cursor:
        cursor.execute(_FILL, [first, last, size, DISTRICTS, AREAS, list(TEXTS)])
        services.fold_counts()
        cursor.execute("VACUUM ANALYZE")
