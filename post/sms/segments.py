"""How many parts a text message becomes, which is what it costs.

The GSM 7-bit alphabet (source: 3GPP TS 23.038 section 6.2.1) holds å, ä and ö: 160 characters in one part, 153 in
each of several. One character outside it, and the whole message goes as UCS-2: 70 in one part, 67 in each of several.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_PARTS = 6
GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("\f^{}\\[~]|€")
# What word processors put in and nobody types: each would more than halve the room for the whole message.
_PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "”": '"',
        "“": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "\u00a0": " ",
        "\u202f": " ",
        "\t": " ",
    }
)


@dataclass(frozen=True)
class Size:
    """How large a text is. `units` are septets of GSM-7 or 16-bit units of UCS-2."""

    is_gsm: bool
    units: int
    parts: int

    @property
    def room(self) -> int:
        """Return how many units the parts hold together."""
        if self.parts <= 1:
            return 160 if self.is_gsm else 70
        return self.parts * (153 if self.is_gsm else 67)


def clean_text(typed: str) -> str:
    """Return the text as it will leave: one form for each letter, plain quotes and dashes, no invisible controls.

    Raises ValidationError (codes `empty`, `too_long`).
    """
    plain = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n")).translate(_PLAIN)
    text = "".join(sign for sign in plain if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs")).strip()
    if not text:
        raise ValidationError(_("Write the message."), code="empty")
    if len(text) > MOST_PARTS * 160 or size(text).parts > MOST_PARTS:
        raise ValidationError(
            _("The message is too long: at most %(most)s parts. Shorten it, or send a letter by mail.")
            % {"most": MOST_PARTS},
            code="too_long",
        )
    return text


def size(text: str) -> Size:
    """Measure a text."""
    is_gsm = all(sign in GSM_BASIC or sign in GSM_EXTENDED for sign in text)
    widths = [_width(sign, is_gsm=is_gsm) for sign in text]
    alone, each = (160, 153) if is_gsm else (70, 67)
    units = sum(widths)
    return Size(is_gsm, units, 1 if units <= alone else _parts(widths, each))


def _width(sign: str, *, is_gsm: bool) -> int:
    if is_gsm:
        return 2 if sign in GSM_EXTENDED else 1
    return 2 if ord(sign) > 0xFFFF else 1


def _parts(widths: Iterable[int], each: int) -> int:
    """Count parts; a character of two units is never cut in two."""
    parts, used = 1, 0
    for width in widths:
        if used + width > each:
            parts, used = parts + 1, 0
        used += width
    return parts


def odd_signs(text: str) -> list[str]:
    """Return the characters that make a message go as UCS-2, each once."""
    return list(dict.fromkeys(sign for sign in text if sign not in GSM_BASIC and sign not in GSM_EXTENDED))
