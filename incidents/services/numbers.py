"""Public numbers of reports."""

from __future__ import annotations

from django.db import connection

from incidents.models import NumberSeries, Report


def next_number(year: int, count: int = 1) -> int:
    """Reserve numbers of a year and return the last. Holds the year's row until the transaction ends."""
    table = NumberSeries._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (year, last) VALUES (%s, %s) "  # noqa: S608  (the table's own name)
            f"ON CONFLICT (year) DO UPDATE SET last = {table}.last + EXCLUDED.last RETURNING last",
            [year, count],
        )
        return int(cursor.fetchone()[0])


def next_keys(count: int) -> list[int]:
    """Return primary keys for reports to come, so that rows that name them can be written before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [Report._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]
