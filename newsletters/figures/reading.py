"""How a text reads: LIX, the Swedish measure of reading ease, and what makes mail look like junk."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+")
_END = re.compile(r"[.!?:](?=\s|$)|\n\s*(?=\n|[-*])")
LONG = 6  # letters; a longer word counts as long (Björnsson 1968)
SHOUTS = re.compile(r"!{2,}|\b[A-ZÅÄÖ]{5,}(?:\s+[A-ZÅÄÖ]{2,})+")
SHORTENERS = re.compile(r"https?://(?:bit\.ly|tinyurl\.com|goo\.gl|t\.co|is\.gd|ow\.ly)/", re.IGNORECASE)
JUNK = re.compile(r"\b(?:gratis!|klicka här|vinn nu|100 ?% gratis|act now|click here|free money)", re.IGNORECASE)


def lix(text: str) -> int | None:
    """Return a text's LIX: words a sentence plus the percentage of long words; None for less than a few sentences."""
    plain = _ADDRESS.sub("", text)
    words = _WORD.findall(plain)
    sentences = len(_END.findall(plain)) or 1
    if len(words) < 30:
        return None
    return round(len(words) / sentences + 100 * sum(len(word) > LONG for word in words) / len(words))


def looks_like_junk(subject: str, text: str) -> list[str]:
    """Return what junk filters look for: shouting, short links that hide where they lead, selling words."""
    found = [match[0] for pattern in (SHOUTS, SHORTENERS, JUNK) for match in pattern.finditer(f"{subject}\n{text}")]
    return list(dict.fromkeys(found))
