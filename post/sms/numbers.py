"""Telephone numbers that can take a text message: Swedish mobile numbers, however they are typed.

Mobile numbers begin with 070, 072, 073, 076 or 079 and have ten digits (source: PTS, Svensk nummerplan för
telefoni enligt ITU-T rekommendation E.164). Numbers of other countries are refused: see decision 0050.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from post.mail.addresses import compared

MOST_PASTED = 500
_MOBILE = re.compile(r"\+467[02369][0-9]{7}")
_SWEDISH = re.compile(r"\+46[1-9][0-9]{6,9}")
_FILLING = re.compile(r"[\s\-\u2010-\u2015\u2212./()\u00a0\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
_SEPARATORS = re.compile(r"[\n\r,;\t]+")


def parse_mobile(typed: str) -> str:
    """Return the number as +46701234567. Raises ValidationError (codes `number`, `landline`, `foreign`)."""
    number = _international(typed)
    if _MOBILE.fullmatch(number):
        return number
    if _SWEDISH.fullmatch(number):
        raise ValidationError(
            _("%(number)s is not a mobile number and can't take text messages. Call instead, or ask for another.")
            % {"number": _shown(typed)},
            code="landline",
        )
    if re.fullmatch(r"\+(?!46)[1-9][0-9]{6,14}", number):
        raise ValidationError(
            _("%(number)s belongs to another country. Text messages go to Swedish mobile numbers only.")
            % {"number": _shown(typed)},
            code="foreign",
        )
    raise ValidationError(
        _("%(number)s is not a telephone number. Write it like 070-123 45 67.") % {"number": _shown(typed)},
        code="number",
    )


def recipient_meant(typed: str) -> str:
    """Return a recipient as the ledger holds it: a mobile number however it is typed, else an address to compare."""
    try:
        return parse_mobile(typed)
    except ValidationError:
        return compared(typed)


def _international(typed: str) -> str:
    """Return the digits with the country in front; anything odd is left in, so that it matches nothing."""
    digits = _FILLING.sub("", typed[:64].replace("(0)", ""))
    if digits.startswith("00"):
        return "+" + digits[2:]
    if digits.startswith("0"):
        return "+46" + digits[1:]
    return digits


def _shown(typed: str) -> str:
    kept = "".join(sign for sign in typed.strip() if sign.isprintable())[:32]
    return f"“{kept}”"


def parse_pasted(pasted: str) -> tuple[list[str], list[str]]:
    """Read numbers one a line, or with commas between. Returns the numbers, each once, and a sentence a fault.

    Raises ValidationError (code `too_many`) for more than MOST_PASTED.
    """
    typed = [item for item in _SEPARATORS.split(pasted) if item.strip()]
    if len(typed) > MOST_PASTED:
        raise ValidationError(
            _("There are %(count)s numbers; at most %(most)s can be written to at once.")
            % {"count": len(typed), "most": MOST_PASTED},
            code="too_many",
        )
    numbers: dict[str, None] = {}
    faults: list[str] = []
    for item in typed:
        try:
            numbers[parse_mobile(item)] = None
        except ValidationError as error:
            faults.append(str(error.message))
    return list(numbers), faults
