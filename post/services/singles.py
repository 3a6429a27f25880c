"""Single messages: what Django's mail API hands over becomes a content with one delivery a recipient."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from email.header import Header
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from common import clock
from common.crypto import encrypt
from common.wake import wake_after_commit
from post.mail.addresses import wire_form
from post.models import Content, Delivery
from post.tasks import deliver_first

SECRET_LASTS = 7 * 86_400  # seconds, where the sender says nothing


@transaction.atomic
def post_message(message: EmailMessage) -> int:
    """Put one of Django's messages into the ledger and wake a worker; returns how many recipients it has.

    Understands, and removes, X-House-Thread, X-House-Secret, X-House-Expires (seconds) and X-House-Of-Many, which
    lets what somebody waits for go first. Says that a machine speaks (RFC 3834) unless the message says otherwise:
    `Auto-Submitted: no` stands in a person's words. Raises ValueError (BadHeaderError) for a header that holds a line
    break.
    """
    headers = {name.lower(): str(value) for name, value in message.extra_headers.items()}
    secret = headers.get("x-house-secret") == "1"
    lasts = int(headers.get("x-house-expires") or (SECRET_LASTS if secret else 0))
    message_id = headers.get("message-id") or make_msgid(domain=settings.POST_DOMAIN)
    body = _bytes_of(message, message_id)
    content = Content.objects.create(
        thread=headers.get("x-house-thread", "")[:120],
        subject="" if secret else str(message.subject)[:300],
        sender=message.from_email or settings.DEFAULT_FROM_EMAIL,
        body=encrypt(body) if secret else body,
        encrypted=secret,
    )
    shared = {
        "content": content,
        "message_id": message_id,
        "expires_at": clock.now() + timedelta(seconds=lasts) if lasts else None,
        "of_many": headers.get("x-house-of-many") == "1",
    }
    recipients = {wire_form(recipient).lower(): wire_form(recipient)[:320] for recipient in message.recipients()}
    Delivery.objects.bulk_create(Delivery(recipient=recipient, **shared) for recipient in recipients.values())
    wake_after_commit(deliver_first)
    return len(recipients)


def _bytes_of(message: EmailMessage, message_id: str) -> bytes:
    """Return the message as it will leave. The caller's message is left as it was."""
    given = message.extra_headers
    kept = {name: value for name, value in given.items() if not name.lower().startswith("x-house-")}
    message.extra_headers = {"Message-ID": message_id, **_spoken_by(kept), **kept}
    try:
        built = message.message()
        # Django encodes a subject as if nothing stood before it: folded then, its first line would be empty.
        built.replace_header("Subject", Header(str(message.subject), header_name="Subject"))
        return re.sub(rb"\r?\n", b"\r\n", built.as_bytes())
    finally:
        message.extra_headers = given


def _spoken_by(given: Mapping[str, str]) -> dict[str, str]:
    """Say that a machine speaks, unless the message says who does."""
    said = any(name.lower() == "auto-submitted" for name in given)
    return {} if said else {"Auto-Submitted": "auto-generated"}
