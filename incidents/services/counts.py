"""Folding what triggers noted into the counts of weeks, and counting everything anew."""

from __future__ import annotations

from django.db import connection, transaction

from incidents.figures.situation import SIDES, fresh
from incidents.models import CountChange, Report, WeekCount

_LOCK = 7_205_001  # one fold at a time, by an advisory lock of the database
_NOTED = """INSERT INTO incidents_countchange
    (sign, category_id, district_id, area_id, latitude, longitude, received_at, due_at, closed_at)
    SELECT 1, category_id, district_id, area_id, latitude, longitude, received_at, due_at, closed_at
    FROM incidents_report WHERE merged_into_id IS NULL"""


def _fold_sql() -> str:
    """Return one statement: what it takes from the changes is what it adds, and readers see both or neither."""
    faces = " UNION ALL ".join(f"SELECT {face.value} AS face, * FROM ({fresh(face, 'taken')}) AS f" for face in SIDES)
    return f"""
        WITH taken AS (DELETE FROM incidents_countchange RETURNING *),
        seen AS ({faces}),
        summed AS (SELECT face, week, category_id, key, sum(count)::int AS count FROM seen GROUP BY 1, 2, 3, 4)
        INSERT INTO incidents_weekcount (face, week, category_id, key, count)
            SELECT face, week, category_id, key, count FROM summed WHERE count <> 0
            ON CONFLICT (face, week, category_id, key)
            DO UPDATE SET count = incidents_weekcount.count + excluded.count"""


@transaction.atomic
def fold_counts() -> bool:
    """Add what has changed to the counts; returns whether this call did it and not another at the same time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return False
        cursor.execute(_fold_sql())
    return True


@transaction.atomic
def recount() -> int:
    """Count every report anew; reports wait meanwhile. Returns how many rows the counts have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("LOCK TABLE incidents_report IN SHARE MODE")
        CountChange.objects.all().delete()
        WeekCount.objects.all().delete()
        cursor.execute(_NOTED)
        cursor.execute(_fold_sql())
    return WeekCount.objects.count()


def count_if_never_counted() -> None:
    """Count what came in before there were counts, after an upgrade."""
    never = not WeekCount.objects.exists() and not CountChange.objects.exists()
    if never and Report.objects.exists():
        recount()
