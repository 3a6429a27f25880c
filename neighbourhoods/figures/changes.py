"""Whether what is held in memory still holds: asked of rows that triggers of the database write."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Model

# The newest are enough, however many there are: what is committed later than so many others have been is found when
# the holder's time is up.
_STAMP = "SELECT count(*), sum(id) FROM (SELECT id FROM {table} ORDER BY id DESC LIMIT 200) AS newest"


def stamp(changes: type[Model]) -> tuple[Any, ...]:
    """Return what differs after each change that triggers have noted in a table; one small query."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP.format(table=connection.ops.quote_name(changes._meta.db_table)))
        found: tuple[Any, ...] = cursor.fetchone()
    return found
