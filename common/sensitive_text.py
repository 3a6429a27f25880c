"""What in a free text looks like personal data: so that a person can be asked to take it out before it is stored.

Identity numbers are checked by date and check digit (source: SKV 704), plates by the letters that Sweden uses
(source: Transportstyrelsen: no I, Q, V, Å, Ä, Ö). Names cannot be told from other words and are not looked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

IDENTITY, PHONE, EMAIL, PLATE = "identity_number", "phone", "email", "plate"

_IDENTITY = re.compile(r"(?<!\d)((?:18|19|20)?\d{2})(\d{2})(\d{2})([-+ ]?)(\d{4})(?!\d)")
_PHONE = re.compile(r"(?<![\d+])(?:\+46|0046|0)(?:[\s-]?\(0\))?(?:[\s/.-]{0,2}\d){7,10}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_LETTER = "[A-HJ-PR-UW-Z]"
_PLATE = re.compile(rf"(?<!\w)(?:{_LETTER}{{3}}[ -]?\d{{2}}[0-9A-HJ-NPR-UW-Z]|{_LETTER.lower()}{{3}}\d{{3}})(?!\w)")


@dataclass(frozen=True)
class Finding:
    """Something that looks like personal data: its kind and the words as written."""

    kind: str
    words: str


def find(text: str) -> list[Finding]:
    """Return what looks like personal data, in order; a stretch of text is named once."""
    found: dict[tuple[int, int], Finding] = {}
    for match in _IDENTITY.finditer(text):
        if _is_identity_number(match):
            found[match.span()] = Finding(IDENTITY, match[0])
    for kind, pattern in ((EMAIL, _EMAIL), (PHONE, _PHONE), (PLATE, _PLATE)):
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in found):
                found[match.span()] = Finding(kind, match[0].strip())
    return [found[span] for span in sorted(found)]


def _is_identity_number(match: re.Match[str]) -> bool:
    year, month, day = match[1][-2:], int(match[2]), int(match[3])
    day = day - 60 if day > 60 else day  # a co-ordination number (samordningsnummer) adds 60
    try:
        date(2000 + int(year), month, day)
    except ValueError:
        return False
    return match[4] in ("-", "+") or _luhn(f"{year}{match[2]}{match[3]}{match[5]}")


def _luhn(digits: str) -> bool:
    total = 0
    for position, digit in enumerate(digits):
        doubled = int(digit) * (2 if position % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
