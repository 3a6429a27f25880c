"""`manage.py catalogue [ROOM …] [--check]`: collect translatable words, or check that all are translated."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Keep `locale/ROOM/sv/LC_MESSAGES/django.po` in step with the room's code and templates."""

    help = "Collect each room's words into its catalogue; --check fails on missing, untranslated or unused ones."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rooms", nargs="*", help="rooms to take; all when none is named")
        parser.add_argument("--check", action="store_true", help="change nothing, fail when something is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        from botkyrka_trygghet import catalogues  # needs polib, a development dependency

        named = ["calendar" if room == "holiday_calendar" else room for room in options["rooms"]]
        if unknown := set(named) - set(catalogues.ROOMS):
            raise CommandError(f"No such room: {', '.join(sorted(unknown))}. Rooms: {', '.join(catalogues.ROOMS)}")
        rooms = named or list(catalogues.ROOMS)
        if options["check"]:
            self.check_rooms([fault for room in rooms for fault in catalogues.faults(room)] + catalogues.conflicts())
            return
        for room in rooms:
            count, missing = catalogues.merge(room)
            self.stdout.write(f"{room}: {count} texts, {missing} not translated")

    def check_rooms(self, faults: list[str]) -> None:
        """Print every fault and fail when there is one."""
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults. Run: ./run manage catalogue, then translate what is empty.")
        self.stdout.write("The catalogues are complete.")
