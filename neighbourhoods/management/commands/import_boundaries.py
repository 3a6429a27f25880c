"""`import_boundaries FILE`: the borders of the municipality, its districts or its areas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from neighbourhoods import services
from neighbourhoods.importing.boundaries import What
from neighbourhoods.importing.fates import Tally
from neighbourhoods.management.imports import ImportCommand


class Command(ImportCommand):
    """Read borders in and say of every feature what became of it."""

    help = "Reads borders from GeoJSON (WGS84, SWEREF 99 TM or 18 00) and says what became of every feature."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask also what the borders are."""
        super().add_arguments(parser)
        parser.add_argument("--what", choices=[what.value for what in What], required=True)

    def run(self, path: Path, epsg: int | None, options: dict[str, Any]) -> None:
        """Save the borders that can be saved."""
        tally = Tally()
        fates = services.import_boundaries(
            path=path, what=What(options["what"]), by=None, epsg=epsg, dry_run=options["dry_run"]
        )
        for fate in fates:
            self.say(fate)
            tally.add(fate)
        self.summary(tally)
