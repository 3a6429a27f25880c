"""Addresses as people paste them: out of Excel, Outlook, a mail, with names, brackets and stray signs around.

What can be meant in one way only is put right; anything else is refused with a reason, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from post.mail.addresses import parse_address

AT_SIGNS = str.maketrans({"\uff20": "@", "\ufe6b": "@", "\uff0e": ".", "\u3002": ".", "\xa0": " "})
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\xad]")
_IN_BRACKETS = re.compile(r"<([^<>]*@[^<>]*)>")
_QUOTED_LOCAL = re.compile(r'"[^"]*"@\S+')
_AROUND = " \t'`´‘’“”()[]<>"
_AFTER = ".,;:"
LONGEST = 1_000  # of one pasted line: more is no address list
FAULTS: dict[str, StrOrPromise] = {
    "no_at": _("There is no @ here, so it is no e-mail address."),
    "several": _("Several words here: write the address alone, or as Name <address>."),
    "address": _("This is not an e-mail address we can write to. It should look like name@example.com."),
    "too_long": _("The line is too long to be an address."),
}


@dataclass(frozen=True)
class Reading:
    """What was made of one piece of text: an address, or the code of the fault (a key of FAULTS)."""

    text: str
    address: str = ""
    fault: str = ""


def read_line(line: str) -> list[Reading]:
    """Return the addresses of one pasted line or cell; an empty line gives none."""
    text = _tidied(line)
    if not text:
        return []
    if len(text) > LONGEST:
        return [Reading(text[:80], fault="too_long")]
    named = _IN_BRACKETS.findall(text)
    if named:
        return [read_address(piece) for piece in named]
    if _QUOTED_LOCAL.fullmatch(text.rstrip(_AFTER)):
        return [read_address(text)]
    return [read_address(piece) for piece in re.split(r"[;,]", text) if piece.strip(_AROUND + _AFTER)]


def read_address(text: str) -> Reading:
    """Return what one piece of text says: its address, or what is wrong with it."""
    piece = re.sub(r"\s*@\s*", "@", _tidied(text).strip(_AROUND).rstrip(_AFTER + _AROUND))
    if piece.lower().startswith("mailto:"):
        piece = piece[7:].partition("?")[0]
    if "@" not in piece:
        return Reading(text, fault="no_at")
    if re.search(r"\s", piece) and not _QUOTED_LOCAL.fullmatch(piece):
        return Reading(text, fault="several")
    try:
        return Reading(text, address=parse_address(piece).envelope)
    except ValidationError:
        return Reading(text, fault="address")


def _tidied(text: str) -> str:
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text.translate(AT_SIGNS))).strip()
