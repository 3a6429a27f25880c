"""`manage.py fetch_mail`: empty the mailbox of IMAP_URL now; a worker does it each minute."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from post import services
from post.inbound.imap import MailboxAwayError


class Command(BaseCommand):
    """Fetches what is new and says how much it was."""

    help = "Fetch mail from the mailbox that IMAP_URL names."

    def handle(self, *args: Any, **options: Any) -> None:
        """Fetch once."""
        if not settings.IMAP_URL:
            raise CommandError("IMAP_URL is empty: there is no mailbox to fetch from.")
        try:
            count = services.fetch_mail()
        except MailboxAwayError as error:
            raise CommandError(f"The mailbox does not answer: {error}") from error
        self.stdout.write("another process fetches now" if count is None else f"{count} fetched")
