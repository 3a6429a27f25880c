"""Made areas: squares side by side in eight districts, with agents and a year's signs of life."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

DISTRICTS = 8
WEST, SOUTH, SIDE = 17.6, 59.0, 0.002
PER_ROW = 250
COLUMNS = {"name", "district", "households", "joined", "boundary"}


def square(number: int) -> dict[str, Any]:
    """Return the border of the area of a number: squares that touch nobody."""
    west, south = WEST + SIDE * (number % PER_ROW), SOUTH + SIDE * (number // PER_ROW)
    east, north = west + 0.9 * SIDE, south + 0.9 * SIDE
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "MultiPolygon", "coordinates": [[[[round(x, 7), round(y, 7)] for x, y in ring]]]}


def made_rows(count: int, seed: str) -> Iterator[dict[str, Any]]:
    """Yield areas as a stranger's file would hold them."""
    rng = random.Random(seed)
    for number in range(count):
        households = rng.randint(12, 60)
        yield {
            "name": f"Området {number}",
            "district": f"Kommundel {rng.randrange(DISTRICTS)}",
            "households": households,
            "joined": rng.randint(0, households),
            "boundary": square(number),
        }


def file_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the areas of a CSV with the columns name, district, households, joined, boundary (GeoJSON, WGS84)."""
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as held:
        rows = csv.DictReader(held)
        if missing := COLUMNS - set(rows.fieldnames or ()):
            raise SystemExit(f"{path} lacks the columns {', '.join(sorted(missing))}")
        for row in rows:
            yield {**row, "households": int(row["households"]), "joined": int(row["joined"]),
                   "boundary": json.loads(row["boundary"])}  # fmt: skip


def load(rows: list[dict[str, Any]], seed: str) -> None:
    """Store areas with their agents and a year's signs of life. Names already there are left alone."""
    from django.utils.text import slugify

    from neighbourhoods.models import Area, District

    rng = random.Random(seed)
    names = sorted({row["district"] for row in rows})
    District.objects.bulk_create([District(name=name, slug=slugify(name)) for name in names], ignore_conflicts=True)
    districts = {district.name: district for district in District.objects.all()}
    first = Area.objects.count()
    areas = [_area(row, districts[row["district"]], number, rng) for number, row in enumerate(rows, first)]
    Area.objects.bulk_create(areas, batch_size=1_000)
    _agents(areas, rng)
    _activities()


def _area(row: dict[str, Any], district: Any, number: int, rng: random.Random) -> Any:
    from django.utils.text import slugify

    from common import clock
    from neighbourhoods.lifecycle import AreaStatus
    from neighbourhoods.models import Area

    return Area(
        name=row["name"],
        slug=f"{slugify(row['name'])[:100]}-{number}",
        district=district,
        status=AreaStatus.ACTIVE if rng.random() < 0.8 else AreaStatus.DORMANT,
        housing=rng.choice(Area.Housing.values),
        households=row["households"],
        households_joined=row["joined"],
        boundary=row["boundary"],
        started_on=clock.today() - timedelta(days=rng.randint(100, 8_000)),
        last_contact_on=clock.today() - timedelta(days=rng.randint(0, 600)),
    )


def _agents(areas: list[Any], rng: random.Random) -> None:
    from psycopg.types.range import DateRange

    from accounts.models import User
    from common import clock
    from neighbourhoods.models import ContactAgent

    begins = clock.today() - timedelta(days=400)
    users = User.objects.bulk_create(
        [User(email=f"agent.{area.pk}@example.com", full_name=f"Ombud {area.pk}", password="!") for area in areas],
        batch_size=2_000,
    )
    ContactAgent.objects.bulk_create(
        [
            ContactAgent(
                user=user, area=area, is_head=True, period=DateRange(begins, None),
                trained_on=begins if rng.random() < 0.8 else None,
            )
            for user, area in zip(users, areas, strict=True)
            if rng.random() < 0.95
        ],
        batch_size=2_000,
    )  # fmt: skip


def _activities() -> None:
    """Give every area about ten signs of life of the last year, by the database itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_ACTIVITIES)
        cursor.execute("ANALYZE")


_ACTIVITIES = """
INSERT INTO neighbourhoods_areaactivity (area_id, kind, "on", source)
SELECT area.id, (ARRAY['answer', 'passed_on', 'report', 'meeting', 'sign_check'])[1 + abs(hashint8(area.id + n)) %% 5],
       current_date - (abs(hashint8(area.id * 31 + n * 977)) %% 365), 'bench'
  FROM neighbourhoods_area area, generate_series(1, 10) n
 WHERE NOT EXISTS (SELECT 1 FROM neighbourhoods_areaactivity held WHERE held.area_id = area.id)
ON CONFLICT DO NOTHING
""".replace("%%", "%")
