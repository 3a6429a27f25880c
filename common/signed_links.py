"""Secret links: a random token travels in the address, only its hash is stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.core import signing
from django.http import HttpResponseBase

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=HttpResponseBase)
MARK = "is_secret_page"


def new_token() -> str:
    """Return 160 bits of randomness, safe in an address."""
    return secrets.token_urlsafe(20)


def token_hash(token: str) -> str:
    """Return the keyed hash that may be stored and looked up (64 hex digits)."""
    return hmac.new(settings.HASH_KEY.encode(), token.encode(), hashlib.sha256).hexdigest()


def sign(purpose: str, value: str) -> str:
    """Sign a value for one purpose, so that a link for one thing opens nothing else.

    What Django's Signer makes, with the key derived once: a mail-out signs a thousand a second.
    """
    digest = hmac.digest(_key(purpose, settings.SECRET_KEY), value.encode(), "sha256")
    return f"{value}:{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


@lru_cache(maxsize=64)
def _key(purpose: str, secret: str) -> bytes:
    return hashlib.sha256(f"link:{purpose}signer{secret}".encode()).digest()


def unsign(purpose: str, signed: str) -> str | None:
    """Return the value, or None if the signature is not ours or for another purpose."""
    try:
        return signing.Signer(salt=f"link:{purpose}").unsign(signed)
    except signing.BadSignature:
        return None


def secret_page(view: Callable[P, Answer]) -> Callable[P, Answer]:
    """Mark a view reached by secret link; `common.private_pages` gives its every answer, refusals too, the headers."""
    setattr(view, MARK, True)
    return view
