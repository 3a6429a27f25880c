"""Django's mail API as the way into the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from post.services import post_message


class LedgerBackend(BaseEmailBackend):
    """Writes messages into the ledger; a worker sends them. So mail is accepted while relay and broker are away."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Return how many messages were taken."""
        taken = 0
        for message in email_messages:
            if message.recipients():
                post_message(message)
                taken += 1
        return taken
