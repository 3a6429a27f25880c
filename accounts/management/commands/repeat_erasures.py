"""Erase again after a restore: `manage.py repeat_erasures --since 2026-11-01T03:00`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.services import audit
from common import clock, personal_data


class Command(BaseCommand):
    """A backup is older than the erasures after it: carry them out again."""

    help = "Erase again whoever was erased and stands in a restored database."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the backup's time, so that people who came back before it are left alone."""
        parser.add_argument("--since", help="the backup's time, such as 2026-11-01T03:00 (local time)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, and say how many people."""
        again = personal_data.repeat_erasures(_moment(options["since"]) if options["since"] else None)
        audit(actor=None, action="person.erasures_repeated", object_type="common.address", object_id=str(again))
        self.stdout.write(f"Erased again: {again}")


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise CommandError(f"Not a time: {written}. Write it as 2026-11-01T03:00.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.STOCKHOLM)
