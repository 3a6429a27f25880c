"""What the import commands have in common: the coordinate system asked for, and the report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from common.list_runs import Outcome
from neighbourhoods.importing.fates import Fate, Tally

SYSTEMS = ("auto", "4326", "3006", "3011")
MOST_SHOWN = 50


class ImportCommand(BaseCommand):
    """A command that reads one file in and says what became of it."""

    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, its coordinate system, and whether to save at all."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--crs", choices=SYSTEMS, default="auto", help="Coordinate system (EPSG number).")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, save nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the import; a file that can't be read at all is one sentence and exit code 1."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(_("There is no file %(name)s.") % {"name": path})
        epsg = None if options["crs"] == "auto" else int(options["crs"])
        try:
            self.run(path, epsg, options)
        except ValidationError as error:
            raise CommandError(f"{path.name}: {' '.join(error.messages)} {_('Nothing was saved.')}") from error
        if options["dry_run"]:
            self.stdout.write(_("This was a trial: nothing was saved."))

    def run(self, path: Path, epsg: int | None, options: dict[str, Any]) -> None:
        """Read the file in and report."""
        raise CommandError(f"{type(self).__module__} reads nothing")

    def say(self, fate: Fate) -> None:
        """Write one line for one feature or row."""
        remark = f": {fate.remark}" if fate.remark else ""
        self.stdout.write(f"{fate.number:>6}  {fate.outcome.label:<10}  {fate.name or '–'}{remark}")

    def report(self, tally: Tally) -> None:
        """Write the refused rows (the first fifty) and how many went which way."""
        for fate in tally.refused[:MOST_SHOWN]:
            self.say(fate)
        if len(tally.refused) > MOST_SHOWN:
            self.stdout.write(_("… and %(count)d more") % {"count": len(tally.refused) - MOST_SHOWN})
        self.summary(tally)

    def summary(self, tally: Tally) -> None:
        """Write one line of counts."""
        self.stdout.write(", ".join(f"{tally.counts[outcome]} {outcome.label}" for outcome in Outcome))
