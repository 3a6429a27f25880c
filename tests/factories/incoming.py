"""Mail that comes in: samples written from the formats, filled with invented people."""

from __future__ import annotations

from pathlib import Path

from django.core.mail import send_mail

from post import services
from post.inbound.handling import handle
from post.mail.addresses import return_path
from post.models import Delivery, IncomingMessage

SAMPLES = Path(__file__).parent.parent / "post" / "samples"


def sample(name: str, **values: str) -> bytes:
    """Return a sample with its markers filled."""
    text = (SAMPLES / f"{name}.eml").read_text(encoding="utf-8")
    for marker, value in values.items():
        text = text.replace("{" + marker + "}", value)
    return text.encode("utf-8")


def accepted(recipient: str = "berit@example.org", **fields) -> Delivery:
    """A message that left and was accepted."""
    if "mailing" not in fields:
        send_mail("Brev", "Hej", None, [recipient])
        Delivery.objects.filter(recipient=recipient).update(status="accepted")
        return Delivery.objects.filter(recipient=recipient).latest("pk")
    return Delivery.objects.create(recipient=recipient, status="accepted", message_id=f"<{recipient}.m>", **fields)


def about(delivery: Delivery, name: str, **values: str) -> bytes:
    """Return a sample about a message that left."""
    filled = {
        "return_path": return_path(delivery.pk),
        "recipient": delivery.recipient,
        "message_id": delivery.message_id,
        **values,
    }
    return sample(name, **filled)


def arrives(raw: bytes, to: str = "") -> IncomingMessage:
    """Take a message in and understand it."""
    row, _is_new = services.take_in(raw=raw, source=IncomingMessage.Source.PIPE, envelope_to=to)
    handle(row.pk)
    return IncomingMessage.objects.get(pk=row.pk)
