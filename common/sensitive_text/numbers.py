"""Identity numbers, phone numbers and e-mail addresses in a text.

Identity numbers (personnummer and samordningsnummer) are told by their date and check digit (source: SKV 704).
Phone numbers by Sweden's area codes and lengths (source: PTS, the Swedish numbering plan), or a country code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from common.sensitive_text.findings import Span

_DASH = r"[-\u2010-\u2015\u2212+]"
_BLANK = r"[ \t\u00a0\u2009\u202f]"
_IDENTITY = re.compile(
    rf"(?<![\d.,:/-])(?:(?P<century>1[89]|20){_BLANK}?)?(?P<year>\d\d)[-./ ]?(?P<month>\d\d)[-./ ]?(?P<day>\d\d)"
    rf"{_BLANK}?{_DASH}?{_BLANK}?(?P<last>\d{{4}}|\d\d{_BLANK}\d\d)(?![\d:]|[.,-]\d)"
)
_SEPARATOR = rf"(?:{_BLANK}{{0,2}}[/.\-\u2010-\u2015\u2212]?{_BLANK}{{0,2}})"
_PHONE = re.compile(
    rf"(?<![\d+.,:/-])(?P<lead>\(?(?:\+|00){_BLANK}?[1-9]\d{{0,2}}\)?{_SEPARATOR}(?:\(0\){_SEPARATOR})?|\(?0)"
    rf"(?P<rest>\d(?:\)?{_SEPARATOR}\d){{5,12}})(?![\d:]|[.,]\d)"
)
# What people write with digits and dots that begins like a phone number: days, and times from-to.
_DAY = re.compile(r"\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d(?!\d)")
_HOURS = re.compile(rf"[0-2]?\d[.: ]?[0-5]\d{_BLANK}?[-\u2010-\u2015]{_BLANK}?[0-2]\d[.: ]?[0-5]\d(?!\d)")
_EMAIL = re.compile(
    r"[\w.+%-]{1,64}(?:\s?@\s?|\s?[\(\[]\s?(?:at|a|snabel-?a|@)\s?[\)\]]\s?|\s(?:snabel-?a)\s)"
    r"[\w-]{1,63}(?:(?:\.|\s?[\(\[]\s?(?:dot|punkt)\s?[\)\]]\s?|\spunkt\s)[\w-]{1,63}){1,8}",
    re.IGNORECASE,
)
# Area codes of three digits; 08 has two, and the rest four (or are mobile and service numbers, of ten digits in all).
_THREE = {f"0{n}" for n in (11, 13, 16, 18, 19, 21, 23, 26, 31, 33, 35, 36, 40, 42, 44, 46, 54, 60, 63, 90)}
_LONG = ("010", "070", "072", "073", "076", "079")
_SERVICE = ("020", "077", "099")


def identity_numbers(text: str) -> Iterator[Span]:
    """Find numbers with a true date and check digit, with or without century, dash and blanks."""
    for match in _IDENTITY.finditer(text):
        if _is_identity_number(match):
            yield match.span()


def _is_identity_number(match: re.Match[str]) -> bool:
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    day = day - 60 if day > 60 else day  # a co-ordination number (samordningsnummer) adds 60
    century = int(match["century"] or 20) * 100
    try:
        date(century + year, month, day)
    except ValueError:
        if match["century"] or (month, day) != (2, 29):
            return False
    last = re.sub(r"\D", "", match["last"])
    return _luhn(f"{match['year']}{match['month']}{match['day']}{last}")


def _luhn(digits: str) -> bool:
    total = 0
    for position, digit in enumerate(digits):
        doubled = int(digit) * (2 if position % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def email_addresses(text: str) -> Iterator[Span]:
    """Find addresses, also those written "(at)" and "snabel-a"."""
    return (match.span() for match in _EMAIL.finditer(text))


def phone_numbers(text: str) -> Iterator[Span]:
    """Find Swedish numbers with area code, and numbers with a country code."""
    for match in _PHONE.finditer(text):
        if _DAY.match(text, match.start()) or _HOURS.match(text, match.start()):
            continue
        if _is_phone_number(match):
            yield match.span()


def _is_phone_number(match: re.Match[str]) -> bool:
    lead, rest = re.sub(r"[^\d+]", "", match["lead"].replace("(0)", "")), re.sub(r"\D", "", match["rest"])
    if lead == "0":
        return _is_swedish("0" + rest)
    if lead in ("+46", "0046"):
        return _is_swedish("0" + rest.removeprefix("0"))
    return 7 <= len(rest) <= 12


def _is_swedish(number: str) -> bool:
    length = len(number)
    if number.startswith("08"):
        return 8 <= length <= 10
    if number.startswith(_LONG):
        return length == 10
    if number.startswith(_SERVICE):
        return 8 <= length <= 10
    if number[:3] in _THREE:
        return 8 <= length <= 10
    return number[1] in "123456789" and 9 <= length <= 10
