"""The gateway: what the house asks of one, and which one SMS_URL names. Another gateway is another file like `elks`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class Outcome(Enum):
    """What an answer means for a message."""

    ACCEPTED = "accepted"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Text:
    """One message to one number. `report_url` is where the gateway tells what became of it."""

    number: str
    text: str
    report_url: str = ""


@dataclass(frozen=True)
class Answer:
    """What the gateway said. `cost` in ten-thousandths of a krona; `stop`: no other message would fare better now."""

    outcome: Outcome
    code: int | None = None
    words: str = ""
    gateway_id: str = ""
    cost: int | None = None
    reason: str = ""
    stop: bool = False


@dataclass(frozen=True)
class Taken:
    """A message that stands in the gateway's own history."""

    gateway_id: str
    created: datetime
    text: str | None = None
    cost: int | None = None


class CannotTellError(Exception):
    """The gateway's history can't be read now."""


class Gateway(Protocol):
    """What a gateway must do."""

    def send(self, text: Text) -> Answer:
        """Hand over one message. Never raises for what the gateway or the line does."""

    def history(self, number: str) -> list[Taken]:
        """Return the latest messages to a number, so that a lost answer can be made up. Raises CannotTellError."""


@dataclass(frozen=True)
class Place:
    """SMS_URL taken apart: scheme://user:password@host/path?from=SENDER."""

    scheme: str
    address: str
    user: str
    password: str
    sender: str


def place_of(url: str) -> Place:
    """Take SMS_URL apart. Raises ImproperlyConfigured, without repeating the password."""
    named, _slashes, rest = url.partition("://")
    scheme, _plus, inner = named.partition("+")
    parts = urlsplit(f"https://{rest}")  # a scheme can't begin with a digit (RFC 3986), so urlsplit would not see it
    sender = parse_qs(parts.query).get("from", ["Botkyrka"])[0]
    if scheme not in ("46elks", "file") or (scheme == "46elks" and not (parts.hostname and parts.password)):
        raise ImproperlyConfigured("SMS_URL must look like 46elks://USER:PASSWORD@api.46elks.com/a1/sms?from=SENDER.")
    if not _is_sender(sender):
        raise ImproperlyConfigured("SMS_URL: from is a number like +46766861004, or 3-11 letters and digits.")
    address = f"{inner or 'https'}://{_host(parts)}{parts.path}"
    return Place(scheme, address, unquote(parts.username or ""), unquote(parts.password or ""), sender)


def _host(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _is_sender(sender: str) -> bool:
    digits = sender.removeprefix("+")
    if sender.startswith("+"):
        return digits.isascii() and digits.isdecimal() and 7 <= len(digits) <= 15
    return sender.isascii() and sender.isalnum() and 3 <= len(sender) <= 11 and not sender.isdecimal()


def is_on() -> bool:
    """Tell whether text messages can be sent at all."""
    return bool(settings.SMS_URL)


def gateway() -> Gateway | None:
    """Return the gateway that SMS_URL names; None when there is none."""
    from post.sms.elks import Elks
    from post.sms.folder import Folder

    if not is_on():
        return None
    place = place_of(settings.SMS_URL)
    return Folder() if place.scheme == "file" else Elks(place)
