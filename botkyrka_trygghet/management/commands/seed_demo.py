"""`manage.py seed_demo`: fill an empty database with invented people, places and two years of work."""

from __future__ import annotations

import random
import time
from argparse import ArgumentParser
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction


@dataclass(frozen=True)
class Chapter:
    """One file of `botkyrka_trygghet/demo/` and the model whose rows tell that it has been told."""

    name: str
    model: str

    @property
    def exists(self) -> bool:
        """Whether the file is there."""
        return find_spec(f"botkyrka_trygghet.demo.{self.name}") is not None

    def count(self) -> int:
        """Return how many rows its model has, 0 where the room has no such model."""
        room, name = self.model.split(".")
        known = {model.__name__: model for model in apps.get_app_config(room).get_models()}
        return known[name]._default_manager.count() if name in known else 0


CHAPTERS = (
    Chapter("people", "accounts.User"),
    Chapter("places", "neighbourhoods.Area"),
    Chapter("neighbourhoods_startup", "neighbourhoods.Sign"),
    Chapter("neighbourhoods_vitality", "neighbourhoods.Measure"),
    Chapter("calendar", "calendar.CalendarItem"),
    Chapter("break_rooms", "calendar.BreakRoom"),
    Chapter("incidents", "incidents.Report"),
    Chapter("grannstod", "grannstod.Volunteer"),
    Chapter("grannstod_leading", "grannstod.PatrolArea"),
    Chapter("insights", "incidents.Effort"),
    Chapter("trainings", "neighbourhoods.Training"),
    Chapter("letters", "newsletters.Issue"),
    Chapter("portal", "neighbourhoods.YearlyMeeting"),
    Chapter("texts", "post.TextMessage"),
    Chapter("came_in", "post.IncomingMessage"),
)


def in_use() -> bool:
    """Return whether something stands where a chapter would put its rows."""
    return any(chapter.count() for chapter in CHAPTERS)


class Command(BaseCommand):
    """Refuses outside DEBUG and on a database that is in use."""

    help = "Makes example data, always the same for the same seed: invented people only, marked as example."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Seed, and whether to go on where something is already."""
        parser.add_argument("--seed", type=int, default=1, help="another number makes another example")
        parser.add_argument("--again", action="store_true", help="fill in what is missing, double nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell the chapters in order and say how long each took; interrupted, nothing of them stays."""
        if not settings.DEBUG:
            raise CommandError("Example data is for DEBUG=1 only: example people have known passwords.")
        if in_use() and not options["again"]:
            raise CommandError("This database is in use. --again fills in what is missing and doubles nothing.")
        call_command("load_reference", stdout=self.stdout)
        began = time.monotonic()
        held = {chapter.name: chapter.count() for chapter in CHAPTERS}
        with transaction.atomic():  # `./run` looks for people: half an example would pass for a whole one for good
            for chapter in CHAPTERS:
                if chapter.exists:
                    self._tell(chapter, options["seed"], already=held[chapter.name])
        self.stdout.write(f"example data: {time.monotonic() - began:.1f} s")

    def _tell(self, chapter: Chapter, seed: int, already: int) -> None:
        if already and chapter.name != "people":
            self.stdout.write(f"{chapter.name}: there already ({already})")
            return
        began = time.monotonic()
        import_module(f"botkyrka_trygghet.demo.{chapter.name}").seed(random.Random(f"{seed}:{chapter.name}"))  # noqa: S311  (examples, not secrets)
        self.stdout.write(f"{chapter.name}: {chapter.count()} ({time.monotonic() - began:.1f} s)")
