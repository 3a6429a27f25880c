"""What a message said, for a person at the desk: filled in as its recipient got it, without what opens a door.

Secret links stand in mail that is not secret as a whole too (leave a list, follow a report), so every long piece of an
address is left out, whatever it leads to.
"""

from __future__ import annotations

import base64
import html as html_module
import re
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common import clock
from post.mail import frozen
from post.mail.addresses import parse_address
from post.mail.links import address, token_for
from post.models import Content, Delivery

_SECRET_PIECE = re.compile(r"(https?://[^\s\"'<>]*?/)[A-Za-z0-9_\-:.=~%]{20,}")
_PICTURE = re.compile(r"cid:([A-Za-z0-9_.\-]{1,60})")


def bytes_of(delivery: Delivery) -> bytes:
    """Return the message as it leaves, lines ended by CR LF, dots as they are. The caller has seen it is readable."""
    content = delivery.content
    assert content is not None
    body = bytes(content.body)
    if content.mailing_id is None:
        return body
    return re.sub(rb"(?m)^\.\.", b".", frozen.fill(frozen.take_apart(body), _values(delivery)))


def title_of(row: Delivery) -> str:
    """Name a message, not a secret one; a text message has no title, only words, and whoever reads them is noted."""
    if row.channel == Delivery.Channel.SMS:
        return _("Text message")
    if row.content is not None and row.content.encrypted:
        return _("Secret message")
    return (row.content.subject if row.content else "") or (row.mailing.title if row.mailing else "–")


def is_readable(content: Content | None) -> bool:
    """Tell whether the text can be shown at all: it is neither secret nor erased."""
    return content is not None and not content.encrypted and content.erased_at is None


def page_of(delivery: Delivery) -> str:
    """Return the message as HTML without secrets, to be shown shut in a frame."""
    message = _message_of(delivery)
    part = message.get_body(("html", "plain"))
    text = _text_of(part) if part is not None else ""
    if part is None or part.get_content_subtype() != "html":
        text = f"<!doctype html><title>{_('Message')}</title><pre>{html_module.escape(text)}</pre>"
    return _PICTURE.sub(lambda found: _data_address(message, found[1]), without_secrets(text))


def text_of(delivery: Delivery) -> str:
    """Return the words of a message without secrets."""
    message = _message_of(delivery)
    part = message.get_body(("plain", "html"))
    return without_secrets(_text_of(part)) if part is not None else ""


def _message_of(delivery: Delivery) -> EmailMessage:
    """Return the message taken apart; a text message is its words alone."""
    if delivery.channel == Delivery.Channel.SMS:
        text = EmailMessage()
        text.set_content(bytes_of(delivery).decode())
        return text
    message = message_from_bytes(bytes_of(delivery), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def without_secrets(text: str) -> str:
    """Return a text where the piece of an address that could be a secret is left out."""
    return _SECRET_PIECE.sub(lambda found: found[1] + _("(secret)"), text)


def _text_of(part: MIMEPart) -> str:
    content = part.get_content()
    return content if isinstance(content, str) else bytes(content).decode("utf-8", "replace")


def _data_address(message: EmailMessage, name: str) -> str:
    for part in message.walk():
        if part.get("Content-ID", "").strip("<>") == name and part.get_content_maintype() == "image":
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            return f"data:{part.get_content_type()};base64,{base64.b64encode(data).decode()}"
    return ""


def _values(delivery: Delivery) -> dict[str, str]:
    token = token_for(delivery.pk, delivery.subscription_id)
    try:
        to = parse_address(delivery.recipient).envelope
    except ValidationError:
        to = ""
    return {
        **{name: str(value) for name, value in delivery.variables.items()},
        "recipient": delivery.recipient,
        "to": to,
        "date": format_datetime(clock.now()),
        "message_id": delivery.message_id,
        "unsubscribe_url": address("post:leave", token),
        "preferences_url": address("post:preferences", token),
    }
