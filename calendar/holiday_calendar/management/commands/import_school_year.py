"""`manage.py import_school_year FILE`: a school year from a file becomes a proposal, as in the browser.

It shows the differences and what they mean. What has been looked at is published on its page, or by `--publish`.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from holiday_calendar import figures, services
from holiday_calendar.importing import YearFile, read_school_years
from holiday_calendar.models import SchoolYearProposal

SIGNS = {"added": "+", "changed": "~", "withdrawn": "-", "unchanged": " "}


class Command(BaseCommand):
    help = "Propose a school year from a TOML, CSV or iCal file (see docs/examples/); publish one that was looked at."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a file to propose, or the number of a proposal to publish."""
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--dry-run", action="store_true", help="show the differences and save nothing")
        parser.add_argument("--publish", type=int, metavar="NUMBER", help="publish a proposal that was looked at")

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish a proposal, or show what a file would change and keep it as one."""
        if (options["publish"] is None) == (options["file"] is None):
            raise CommandError("Name a file, or with --publish the number of a proposal.")
        if options["publish"] is not None:
            return self._publish(options["publish"])
        years = self._read(options["file"])
        for year in years:
            self._show(year)
        if not options["dry_run"]:
            self._propose(years, options["file"].name)
        return None

    def _read(self, path: Path) -> list[YearFile]:
        try:
            return read_school_years(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error

    def _show(self, year: YearFile) -> None:
        self.stdout.write(f"{year.label} ({year.school_form}), {year.status}, {year.source} {year.source_date}")
        for change in services.compare_school_year(year):
            self.stdout.write(f" {SIGNS[change.what]} {change.name}: {_arrow(change)}")
        for words in (*figures.consequences(year), *figures.overlaps(year)):
            self.stdout.write(f" ! {words}")

    def _propose(self, years: list[YearFile], name: str) -> None:
        proposal = services.propose_school_years(years=years, from_file=name, actor=None)
        page = settings.BASE_URL.rstrip("/") + reverse("calendar:school_year_proposal", args=[proposal.pk])
        self.stdout.write(f"Nothing is published yet. Look at {page}, or publish with --publish {proposal.pk}.")

    def _publish(self, number: int) -> None:
        try:
            published = services.publish_proposal(proposal_id=number, actor=None)
        except SchoolYearProposal.DoesNotExist as error:
            raise CommandError(f"There is no proposal {number}.") from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        for year in published:
            self.stdout.write(self.style.SUCCESS(f"{year.label}: version {year.version}"))


def _arrow(change: services.Change) -> str:
    if change.what == "changed":
        return f"{change.before} -> {change.after}"
    return change.after or change.before
