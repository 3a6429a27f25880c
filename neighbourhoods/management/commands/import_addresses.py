"""`import_addresses FILE`: the municipality's address register."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from neighbourhoods import services
from neighbourhoods.management.imports import ImportCommand


class Command(ImportCommand):
    """Read addresses in and say which rows were refused."""

    help = "Reads addresses from CSV or GeoJSON (WGS84, SWEREF 99 TM or 18 00) and lists the refused rows."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask also whether the file is the whole register."""
        super().add_arguments(parser)
        parser.add_argument("--replace", action="store_true", help="Remove addresses that the file does not name.")

    def run(self, path: Path, epsg: int | None, options: dict[str, Any]) -> None:
        """Save the addresses that can be saved."""
        tally = services.import_addresses(path=path, epsg=epsg, replace=options["replace"], dry_run=options["dry_run"])
        self.report(tally)
