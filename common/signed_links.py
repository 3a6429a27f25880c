"""Secret links: a random token travels in the address, only its hash is stored."""

from __future__ import annotations

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
    """Sign a value for one purpose, so that a link for one thing opens nothing else."""
    return _signer(purpose, settings.SECRET_KEY).sign(value)


@lru_cache(maxsize=64)
def _signer(purpose: str, key: str) -> signing.Signer:
    return signing.Signer(key=key, salt=f"link:{purpose}")


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
