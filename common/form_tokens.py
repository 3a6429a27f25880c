"""Form tokens: a form sent twice (double tap, reload, lost answer) is one thing."""

from __future__ import annotations

import secrets


def new() -> str:
    """Return a token to stand hidden in a form; the row it creates keeps it as a unique value (32 hex digits)."""
    return secrets.token_hex(16)


def is_well_formed(token: str) -> bool:
    """Tell whether a posted token could be one of ours."""
    return len(token) == 32 and all(c in "0123456789abcdef" for c in token)
