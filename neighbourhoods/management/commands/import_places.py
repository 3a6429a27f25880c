"""`import_places FILE`: postal codes and place names, for searches that find no address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from neighbourhoods import services
from neighbourhoods.management.imports import ImportCommand


class Command(ImportCommand):
    """Read postal codes or place names in and say which rows were refused."""

    help = "Reads postal codes or place names from CSV or GeoJSON and lists the refused rows."

    def run(self, path: Path, epsg: int | None, options: dict[str, Any]) -> None:
        """Save the places that can be saved."""
        self.report(services.import_places(path=path, epsg=epsg, dry_run=options["dry_run"]))
