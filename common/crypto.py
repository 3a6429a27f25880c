"""Text encrypted at rest, with keys that rotate: the newest key encrypts, older ones still decrypt."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class UndecipherableError(Exception):
    """No key in ENCRYPTION_KEYS opens this text."""


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys])


def encrypt(text: bytes) -> bytes:
    """Encrypt with the newest key."""
    return _box(tuple(settings.ENCRYPTION_KEYS)).encrypt(text)


def decrypt(token: bytes) -> bytes:
    """Decrypt with whichever key fits. Raises UndecipherableError if none does."""
    try:
        return _box(tuple(settings.ENCRYPTION_KEYS)).decrypt(bytes(token))
    except InvalidToken as error:
        raise UndecipherableError from error
