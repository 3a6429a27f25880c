"""What in a free text looks like personal data: so that a person can be asked to take it out before it is stored.

`find` returns what is certain enough to be named outright; `questions` what only the writer can tell: full
names and personal plates, which look like other words.
"""

from __future__ import annotations

import re

from common.sensitive_text import names, numbers, plates
from common.sensitive_text.findings import EMAIL, IDENTITY, NAME, PERSONAL_PLATE, PHONE, PLATE, Finding, Span

__all__ = ["EMAIL", "IDENTITY", "NAME", "PERSONAL_PLATE", "PHONE", "PLATE", "Finding", "find", "questions"]

# Numbers before plates: the first to claim a stretch of text names it.
_CERTAIN = (
    (IDENTITY, numbers.identity_numbers),
    (EMAIL, numbers.email_addresses),
    (PHONE, numbers.phone_numbers),
    (PLATE, plates.plates),
)
# What every certain finding holds: most texts hold nothing of the kind, and are looked through once instead of four
# times. A number that is meant has six digits near each other at least, a plate two after its letters.
_COULD = re.compile(
    r"\d(?:\D{0,6}\d){5}|@|snabel|[(\[]\s?(?:at|a)\s?[)\]]|[A-Z]{3}[ \u00a0]?[-\u2010-\u2013:·]?[ \u00a0]?\d\d",
    re.IGNORECASE,
)
_ASKED = ((PERSONAL_PLATE, plates.personal_plates), (NAME, names.full_names))


def find(text: str) -> list[Finding]:
    """Return what looks like personal data, in order; a stretch of text is named once."""
    return _in_order(text, _claimed(text))


def questions(text: str) -> list[Finding]:
    """Return what could be personal data and only the writer can say, in order: never what `find` names."""
    certain = list(_claimed(text))
    asked: dict[Span, str] = {}
    for kind, search in _ASKED:
        for span in search(text):
            if not any(_overlap(span, taken) for taken in (*certain, *asked)):
                asked[span] = kind
    return _in_order(text, asked)


def _claimed(text: str) -> dict[Span, str]:
    found: dict[Span, str] = {}
    if not _COULD.search(text):
        return found
    for kind, search in _CERTAIN:
        for span in search(text):
            if not any(_overlap(span, taken) for taken in found):
                found[span] = kind
    return found


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _in_order(text: str, found: dict[Span, str]) -> list[Finding]:
    return [Finding(found[start, end], text[start:end]) for start, end in sorted(found)]
