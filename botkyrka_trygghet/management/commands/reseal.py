"""Write everything that is kept encrypted anew with the newest key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.resealing import RESEALERS


class Command(BaseCommand):
    """`reseal`: run after a key was put first in ENCRYPTION_KEYS, before the oldest is taken out."""

    help = "Encrypt everything anew with the newest key. What no key opens is counted and left as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say for each room how much was written anew; end with an error if something could not be opened."""
        lost = 0
        for room, act in RESEALERS.items():
            found = act()
            lost += found.lost
            self.stdout.write(f"{room}: {found.done} written anew, {found.lost} opened by no key")
        if lost:
            raise CommandError(f"No key in ENCRYPTION_KEYS opens {lost}. Put the key they were made with last in it.")
