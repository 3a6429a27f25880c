"""What the database holds, table by table: what a refused form must leave as it was."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

ALWAYS_WRITTEN = {"django_session", "cache", "accounts_auditentry"}
# What this transaction has done to each table so far, by PostgreSQL's own count; what was rolled back counts too.
_WRITES = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"


class Rows:
    """Every table's rows as one hash. To be used inside one transaction: only what was written is read again."""

    def __init__(self) -> None:
        self._writes = _writes()
        self._hashes = _hashes(set(connection.introspection.table_names()) - ALWAYS_WRITTEN)

    def changed(self) -> list[str]:
        """Return the tables whose rows differ from those of the last look, and remember this one."""
        differing = self.differing()
        self._hashes |= _hashes(differing)
        self._writes = _writes()
        return differing

    def differing(self) -> list[str]:
        """Return the tables whose rows differ from those of the last look, which stays the last one."""
        written = [table for table, count in _writes().items() if count != self._writes.get(table)]
        found = _hashes(table for table in written if table in self._hashes)
        return sorted(table for table, rows in found.items() if rows != self._hashes[table])

    def rolled_back(self) -> None:
        """Say that everything since the last look was taken back: what was written needs no reading."""
        self._writes = _writes()


def _writes() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_WRITES)
        return dict(cursor.fetchall())


def _hashes(tables: Iterable[str]) -> dict[str, str]:
    each = " UNION ALL ".join(
        f"SELECT '{name}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{name}\" t"
        for name in tables
    )
    if not each:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(each)
        return dict(cursor.fetchall())
