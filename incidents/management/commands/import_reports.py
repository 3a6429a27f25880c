"""Bring reports in from another system's file."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.tables import defused
from incidents import services
from incidents.importing import reports as importing
from incidents.importing.reports import FileRefusedError, Refusal, Tally

SHOWN = 20


class Command(BaseCommand):
    """`import_reports FILE.csv[.gz] (--boundary FILE | --no-boundary) [--mapping FILE]`."""

    help = "Import reports from CSV, plain or gzipped, as a mapping file says; running it again adds nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the border on purpose: a file from elsewhere must not slip in by forgetting it."""
        parser.add_argument("file", type=Path)
        border = parser.add_mutually_exclusive_group(required=True)
        border.add_argument("--boundary", type=Path, help="GeoJSON of the border that positions must lie in")
        border.add_argument("--no-boundary", action="store_true", help="take positions from anywhere")
        parser.add_argument("--mapping", type=Path, help="TOML or JSON; see docs/examples/import_mapping.toml")
        parser.add_argument("--refused", type=Path, help="write refused rows here as CSV")
        parser.add_argument("--dry-run", action="store_true", help="read and check, save nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Stream the file and say what became of every row."""
        try:
            self._import(options)
        except FileRefusedError as error:
            raise CommandError(str(error)) from error

    def _import(self, options: dict[str, Any]) -> None:
        mapping = importing.read_mapping(options["mapping"])
        boundary = importing.read_boundary(options["boundary"]) if options["boundary"] else None
        self._told = 0
        with ExitStack() as stack:
            self._list = None
            if options["refused"]:
                opened = stack.enter_context(options["refused"].open("w", encoding="utf-8-sig", newline=""))
                self._list = csv.writer(opened, delimiter=";")
                self._list.writerow(["line", "code", "reason", "row"])
            tally = services.import_reports(
                importing.read_rows(options["file"], mapping, boundary),
                mapping,
                progress=self._progress,
                refused=self._refused,
                dry_run=options["dry_run"],
            )
        self._say_result(tally, dry_run=options["dry_run"])

    def _progress(self, tally: Tally) -> None:
        self.stdout.write(f"read {tally.read}, saved {tally.saved}, known {tally.known}, refused {tally.refused_total}")

    def _refused(self, refusal: Refusal) -> None:
        if self._list is not None:
            self._list.writerow([refusal.line, refusal.code, refusal.sentence, defused(refusal.raw)])
        if self._told < SHOWN:
            self._told += 1
            self.stderr.write(f"line {refusal.line}: {refusal.sentence}")

    def _say_result(self, tally: Tally, *, dry_run: bool) -> None:
        self.stdout.write(
            f"{'would save' if dry_run else 'saved'}: {tally.saved}; known already: {tally.known}; "
            f"refused: {tally.refused_total} of {tally.read}"
        )
        if tally.masked:
            self.stdout.write(f"  masked (personal data taken out of text or place): {tally.masked}")
        for code, count in sorted(tally.refused.items()):
            self.stdout.write(f"  refused ({code}): {count}")
