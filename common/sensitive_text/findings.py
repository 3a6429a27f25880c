"""What a search of a text returns."""

from __future__ import annotations

from dataclasses import dataclass

IDENTITY, PHONE, EMAIL, PLATE = "identity_number", "phone", "email", "plate"
PERSONAL_PLATE, NAME = "personal_plate", "name"

# First sign and the one after the last.
Span = tuple[int, int]


@dataclass(frozen=True)
class Finding:
    """Something that looks like personal data: its kind and the words as written."""

    kind: str
    words: str


def words(text: str) -> frozenset[str]:
    """Return the words of a list that is written as plain text."""
    return frozenset(text.split())
