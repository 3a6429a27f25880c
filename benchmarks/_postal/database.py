"""A database of the benchmark's own beside the one in DATABASE_URL, gone afterwards: no real ledger is touched."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg

NAME = "bench_post"


def _server(address: str) -> dict[str, str]:
    """Return how psycopg connects to the server's own database; addresses here may name a socket's folder."""
    if "@/" not in address:
        return {"conninfo": urlunsplit(urlsplit(address)._replace(path="/postgres"))}
    user, _at, folder = address.partition("//")[2].partition("@/")
    return {"host": folder.rpartition("/")[0], "user": user, "dbname": "postgres"}


@contextlib.contextmanager
def beside(address: str, name: str) -> Iterator[str]:
    """Have an empty database of that name on the server of an address, and yield its address."""
    with psycopg.connect(**_server(address), autocommit=True) as held:
        held.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        held.execute(f"CREATE DATABASE {name}")
        for setting in ("fsync", "synchronous_commit"):
            row = held.execute(f"SHOW {setting}").fetchone()
            if row is None or row[0] != "on":
                raise SystemExit(f"{setting} is off: figures of such a server say nothing")
    try:
        yield f"{address.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(**_server(address), autocommit=True) as held:
            held.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextlib.contextmanager
def own_database(name: str = NAME) -> Iterator[str]:
    """Create it, point DATABASE_URL there, set Django up with all tables, and yield its address."""
    given = os.environ["DATABASE_URL"]
    with beside(given, name) as address:
        os.environ["DATABASE_URL"] = address
        try:
            _prepare()
            yield address
        finally:
            from django.db import connections

            connections.close_all()
            os.environ["DATABASE_URL"] = given


def _prepare() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.DEBUG = False  # as in production: no list of queries is kept

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
