"""Bring the database up to date before the processes start; one process, for each start of Django costs a second.

python -m botkyrka_trygghet.local.prepare [--empty] --people FILE
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path

import django
from django.core.management import CommandError, call_command


def seed() -> None:
    """Load demo data where nobody has an account and nothing else of it stands: what is in use is left alone."""
    from botkyrka_trygghet.management.commands.seed_demo import in_use

    if not in_use():
        print("Loading example data (once)", flush=True)
        call_command("seed_demo", stdout=io.StringIO())


def upgrade() -> None:
    """Run the migrations that wait; asking for them takes a fraction of what `migrate` takes to find none."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    else:
        executor.check_replacements()  # notes a squashed migration whose replaced ones have all run, as `migrate` does


def prepare(*, empty: bool, people: Path) -> None:
    """Migrate, load reference data and, unless `empty`, demo data; note in `people` how each signs in."""
    upgrade()
    call_command("createcachetable", verbosity=0)
    call_command("load_reference", stdout=io.StringIO())
    if not empty:
        seed()
    call_command("collectstatic", verbosity=0, interactive=False)
    with people.open("w", encoding="utf-8") as file:
        try:
            call_command("demo_people", stdout=file)
        except CommandError as nobody:
            file.write(f"{nobody}\n")


def main() -> None:
    """Read the arguments and prepare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--empty", action="store_true")
    parser.add_argument("--people", type=Path, required=True)
    chosen = parser.parse_args()
    django.setup()
    prepare(empty=chosen.empty, people=chosen.people)
    sys.stdout.flush()
    os._exit(0)  # the interpreter would take apart, piece by piece, what it has loaded: most of a second


if __name__ == "__main__":
    main()
