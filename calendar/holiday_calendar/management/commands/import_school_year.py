"""`manage.py import_school_year FILE [--dry-run]`: shows every difference, then publishes."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from holiday_calendar import services
from holiday_calendar.importing import read_school_years

SIGNS = {"added": "+", "changed": "~", "withdrawn": "-", "unchanged": " "}


class Command(BaseCommand):
    help = "Import a school year from a TOML or CSV file (see docs/examples/school_year_2026_27.toml)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and --dry-run to see the differences only."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="show the differences and save nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show what changes, then publish everything or nothing."""
        path: Path = options["file"]
        try:
            years = read_school_years(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        with transaction.atomic():
            for year in years:
                self.stdout.write(f"{year.label} ({year.school_form}), {year.status}, {year.source} {year.source_date}")
                for change in services.compare_school_year(year):
                    self.stdout.write(f" {SIGNS[change.what]} {change.name}: {_arrow(change)}")
                if not options["dry_run"]:
                    published = services.publish_school_year(year=year, actor=None)
                    self.stdout.write(self.style.SUCCESS(f"{published.label}: version {published.version}"))


def _arrow(change: services.Change) -> str:
    if change.what == "changed":
        return f"{change.before} -> {change.after}"
    return change.after or change.before
