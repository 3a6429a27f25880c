"""Strings that break programs: the public list where it is at hand, and a few of our own that always are."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("SHARED_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
LIST = SHARED / "strings" / "naughty_strings.json"

# NUL, lone and outside-the-plane characters, both directions, numbers beyond every column, addresses, formulas.
WORST = (
    "\x00",
    "a\x00b",
    "\x1b[31m\x7f",
    "\u202eabc",
    "\ufeff\u200b",
    "𝕿🏳️‍🌈",
    "Z̮̞̠͙͔ͅ",
    "' OR 1=1 --",
    "%s%n{0}{{7*7}}",
    "<script>alert(1)</script>",
    "\r\nBcc: x@example.com",
    "=1+1|cmd",
    "99999999999999999999",
    "-9223372036854775809",
    "1e999",
    "NaN",
    "0001-01-01",
    "9999-12-31",
    "9999-12-31T23:59",
    "٣",
    "²",
    "../../etc/passwd",
    "å" * 5000,
)

# The few that reach behind a form's own checks; for postings, each of which costs a request.
HARDEST = (
    "a\x00b",
    "\r\nBcc: x@example.com",
    "9" * 20,
    "NaN",
    "1e999",
    "9999-12-31",
    "9999-12-31T23:59",
    "0001-01-01",
    "²",
)


def strings() -> list[str]:
    """Return the public list; skip where it is not."""
    if not LIST.exists():
        pytest.skip(f"{LIST} is not here: set SHARED_DATA to the folder of real data")
    listed: list[str] = json.loads(LIST.read_text(encoding="utf-8"))
    return [string for string in listed if string.isascii() or string.encode("utf-8", "replace").decode() == string]
