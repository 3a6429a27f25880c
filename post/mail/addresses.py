"""E-mail addresses: what can be mailed, and in which form it goes on the wire."""

from __future__ import annotations

import hmac
import itertools
import re
from dataclasses import dataclass
from email.utils import parseaddr
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

LONGEST_LOCAL = 64  # octets before the @ (RFC 5321 section 4.5.3.1.1)
LONGEST = 254  # octets: a path holds 256, its angle brackets included (RFC 5321 section 4.5.3.1.3)
_UTF8_LOCAL = re.compile(r"""[^\s"(),:;<>@\[\]\\\x00-\x20\x7f]{1,64}""")
_PAIRS = ["".join(pair) for pair in itertools.product("abcdefghijklmnopqrstuvwxyz234567", repeat=2)]
_ascii_address = EmailValidator(allowlist=[])
# What nearly every address looks like, so that a mail-out need not weigh each: an atom of letters, a plain domain.
_PLAIN = re.compile(r"([a-zA-Z0-9_+-]{1,30}(?:\.[a-zA-Z0-9_+-]{1,30})?)@((?:[a-z0-9]{1,30}\.){1,4}[a-z]{2,20})")


@dataclass(frozen=True)
class Address:
    """An address taken apart; the domain is in its ASCII form (xn--…)."""

    local: str
    domain: str

    @property
    def envelope(self) -> str:
        """Return the form that stands in RCPT TO."""
        return f"{self.local}@{self.domain}"

    @property
    def needs_smtputf8(self) -> bool:
        """Tell whether only a mail server that offers SMTPUTF8 (RFC 6531) can carry it."""
        return not self.local.isascii()


def parse_address(text: str) -> Address:
    """Take an address apart. Raises ValidationError (code `address`) with a sentence that says what to do."""
    if plain := _PLAIN.fullmatch(text):
        return Address(plain[1], plain[2])
    local, at, domain = text.strip().rpartition("@")
    try:
        if not at or not text.isprintable():
            raise ValidationError("")
        wire_domain = _wire_domain(domain)
        if local.isascii():
            _ascii_address(f"{local}@{wire_domain}")
        elif not _UTF8_LOCAL.fullmatch(local):
            raise ValidationError("")
        else:
            _ascii_address(f"x@{wire_domain}")
    except (UnicodeError, ValidationError) as error:
        raise ValidationError(
            _("This is not an e-mail address we can write to. It should look like name@example.com."), code="address"
        ) from error
    if len(local.encode()) > LONGEST_LOCAL or len(local.encode()) + 1 + len(wire_domain) > LONGEST:
        raise ValidationError(_("This address is too long to be carried by any mail server."), code="address")
    return Address(local, wire_domain)


@lru_cache(maxsize=1_000)
def _wire_domain(domain: str) -> str:
    """Return a domain's ASCII form. Raises UnicodeError. Most of a mail-out goes to the same few domains."""
    return domain.encode("idna").decode("ascii").lower()


def bare_address(text: str) -> str:
    """Return the address inside `Name <address>`, checked. Raises ValidationError (code `address`)."""
    if "\r" in text or "\n" in text:
        raise ValidationError(_("An address stands on one line."), code="address")
    address = parseaddr(text)[1] if "<" in text else text
    return parse_address(address).envelope


def _seal(row_id: int, purpose: str = "verp") -> str:
    """Return 80 bits that only this house can make, in letters that survive mail servers that change case."""
    digest = hmac.digest(settings.HASH_KEY.encode(), f"{purpose}:{row_id}".encode(), "sha256")
    return _base32(digest[:10])


def _base32(ten: bytes) -> str:
    """Return ten bytes in base32 (RFC 4648), small letters: five times as quick as the library, at each message."""
    bits = int.from_bytes(ten, "big")
    return "".join([_PAIRS[bits >> shift & 1023] for shift in range(70, -1, -10)])


def _row_of(pattern: str, address: str, purpose: str) -> int | None:
    match = re.fullmatch(pattern, address.strip().lower())
    if match is None or not hmac.compare_digest(_seal(int(match[1]), purpose), match[2]):
        return None
    return int(match[1])


def return_path(delivery_id: int) -> str:
    """Return the envelope sender of one delivery (VERP): a bounce names its message by coming back here."""
    return f"studs-{delivery_id}-{_seal(delivery_id)}@{settings.POST_DOMAIN}"


def delivery_of_return_path(address: str) -> int | None:
    """Return the delivery a bounce belongs to, or None for an address that is not ours or was made up."""
    return _row_of(r"studs-([0-9]{1,18})-([a-z2-7]{16})@.+", address, "verp")


def is_return_path(address: str) -> bool:
    """Tell whether an address looks like a bounce address of ours, whoever made it."""
    return address.strip().lower().startswith("studs-")


def reply_path(reply_address_id: int) -> str:
    """Return the address that leads back to one thread: at most 41 octets before the @ (RFC 5321 allows 64)."""
    return f"svar+{reply_address_id}-{_seal(reply_address_id, 'reply')}@{settings.POST_REPLY_DOMAIN}"


def reply_address_of(address: str) -> int | None:
    """Return which reply address it is, or None for one that is not ours or was made up."""
    return _row_of(r"svar\+([0-9]{1,18})-([a-z2-7]{16})@.+", address, "reply")


def is_reply_address(address: str) -> bool:
    """Tell whether an address looks like a reply address of ours, whoever made it."""
    return address.strip().lower().startswith("svar+")


def readable(address: str) -> str:
    """Return an address as people write it: `anna@räksmörgås.se`, not `anna@xn--rksmrgs-5wao1o.se`."""
    local, at, domain = address.rpartition("@")
    try:
        return local + at + domain.encode("ascii").decode("idna")
    except UnicodeError:
        return address


def masked(address: str) -> str:
    """Return an address that its owner recognises and nobody else learns: `a…a@example.com`, `+4670…67`."""
    local, at, domain = readable(address).rpartition("@")
    if not at:
        return f"{address[:5]}…{address[-2:]}" if address.startswith("+") else address
    return f"{local[:1]}…{local[-1:] if len(local) > 2 else ''}@{domain}"


def wire_form(recipient: str) -> str:
    """Return the bare address, or what was given: the worker notes in the ledger that it can't be reached."""
    try:
        return bare_address(recipient)
    except ValidationError:
        return recipient


def compared(address: str) -> str:
    """Return the form in which an address is looked for, however it was typed."""
    return wire_form(address.strip()).lower()
