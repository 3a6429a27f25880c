"""Tables made from the models, in fewer seconds than migrating takes.

What only migrations make (`RunSQL`) is run on top of them, and every migration is noted as applied.
`tests/local/test_production.py` migrates an empty database and shows that both ways lead to the same schema.
`python -m tests.tables` does it in the empty database of DATABASE_URL.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations import RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

EXTENSIONS = ("btree_gist", "pg_trgm")


class StaleTablesError(Exception):
    """The database was kept from an earlier run, and the migrations have changed since."""


def create_extensions(**_told: Any) -> None:
    """Make the extensions that tables use; they must stand first."""
    with connection.cursor() as cursor:
        for name in EXTENSIONS:
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")


def add_what_migrations_make(*, is_kept: bool = False) -> None:
    """Run every migration's SQL and note it as applied. Raises StaleTablesError for a kept database that is older."""
    loader = MigrationLoader(None)
    nodes = dict.fromkeys(node for leaf in loader.graph.leaf_nodes() for node in loader.graph.forwards_plan(leaf))
    statements = [sql for node in nodes for sql in _sql_of(loader.graph.nodes[node])]
    mark = hashlib.sha256("".join(statements).encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('public'::regnamespace)")
        held = cursor.fetchone()[0] or ""
        if is_kept and held == mark:
            return
        if is_kept and len(held) == len(mark):
            raise StaleTablesError
        for sql in statements:
            cursor.execute(sql)
        cursor.execute(f"COMMENT ON SCHEMA public IS '{mark}'")
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for node in nodes:
        for app, name in (node, *loader.graph.nodes[node].replaces):
            recorder.record_applied(app, name)


def _sql_of(migration: Any) -> Iterator[str]:
    for operation in migration.operations:
        if isinstance(operation, RunSQL):
            yield from [operation.sql] if isinstance(operation.sql, str) else operation.sql


class _NoMigrations:
    def __contains__(self, _app: str) -> bool:
        return True

    def __getitem__(self, _app: str) -> None:
        return None


def main() -> None:
    """Make all tables in an empty database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "botkyrka_trygghet.settings")
    django.setup()
    create_extensions()
    held, settings.MIGRATION_MODULES = settings.MIGRATION_MODULES, _NoMigrations()
    call_command("migrate", run_syncdb=True, verbosity=0)
    settings.MIGRATION_MODULES = held
    add_what_migrations_make()
    call_command("createcachetable", verbosity=0)


if __name__ == "__main__":
    main()
