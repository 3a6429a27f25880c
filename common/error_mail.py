"""Error mail to the administrators. It goes straight to the mail server, past the ledger: that may be what broke.

It holds a traceback without local values, and neither address, form data nor cookies of the request.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections import deque

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

MOST, WINDOW = 10, 600.0  # mails in so many seconds and process: a storm of errors is not a storm of mail


class ErrorMailHandler(logging.Handler):
    """Mails ERROR records to ADMINS."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._sent: deque[float] = deque(maxlen=MOST)

    def emit(self, record: logging.LogRecord) -> None:
        """Send one mail; a mail server that is away is left to the ordinary log."""
        if not settings.ADMINS or (len(self._sent) == MOST and time.monotonic() - self._sent[0] < WINDOW):
            return
        self._sent.append(time.monotonic())
        try:
            _compose(record).send()
        except OSError:
            self.handleError(record)


def _compose(record: logging.LogRecord) -> EmailMessage:
    kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else record.levelname
    lines = "".join(traceback.format_tb(record.exc_info[2])) if record.exc_info else ""
    request_id = getattr(record, "request_id", "")
    return EmailMessage(
        f"{settings.MUNICIPALITY}: {kind} ({record.name})",
        f"{kind}\nlogger: {record.name}\nrequest id: {request_id}\n\n{lines}",
        settings.SERVER_EMAIL,
        [address for _name, address in settings.ADMINS],
        connection=relay_connection(),
        headers={"Auto-Submitted": "auto-generated"},
    )


def relay_connection() -> BaseEmailBackend:
    """Return Django's own SMTP connection to the relay that EMAIL_URL names."""
    relay = settings.POST_RELAY
    connection: BaseEmailBackend = get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=relay.get("EMAIL_HOST"),
        port=relay.get("EMAIL_PORT"),
        username=relay.get("EMAIL_HOST_USER") or "",
        password=relay.get("EMAIL_HOST_PASSWORD") or "",
        use_tls=relay.get("EMAIL_USE_TLS", False),
        use_ssl=relay.get("EMAIL_USE_SSL", False),
        timeout=5,
    )
    return connection
