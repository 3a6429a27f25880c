"""What somebody wrote in a reply, without the mail they answered and without their signature.

Line by line and in one pass: no pattern here looks further than its own line and the two below, so that a mail
of a hundred thousand lines costs no more than reading it. When in doubt a line is kept: a quotation too many
is better than a resident's words cut away.
"""

from __future__ import annotations

import re

LONGEST_LINE = 1_000  # characters of a line that are looked at; all of it is kept

_WROTE = re.compile(r"(skrev|wrote|schrieb|a écrit|escribió|написал|pisze|napisał)\b.{0,200}:\s*$", re.IGNORECASE)
_DATED = re.compile(r"^(den|on|le|el|am|mån|tis|ons|tors?|fre|lör|sön|\d{1,4}[-./ ])", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"^\W{2,}\s*(ursprungligt meddelande|ursprungsmeddelande|original message|vidarebefordrat meddelande|"
    r"vidarebefordrat brev|forwarded message)\s*\W{2,}$",
    re.IGNORECASE,
)
_HEADER_FIRST = re.compile(r"^\W{0,3}(från|from|avsändare)\W{0,3}:\s*\S", re.IGNORECASE)
_HEADER_NEXT = re.compile(
    r"^\W{0,3}(skickat|sent|datum|date|till|to|ämne|subject|kopia|cc|svar till|reply-to)\W{0,3}:", re.IGNORECASE
)
_RULE = re.compile(r"^_{20,}$")
_SENT_FROM = re.compile(
    r"^(skickat|skickades|sänt|sent)\s+(från|from|via|med)\b.{0,80}$|^(hämta|get)\s+outlook\b.{0,80}$", re.IGNORECASE
)


def without_quote(text: str) -> str:
    """Return the new words of a reply, also those written below or between quoted lines. Empty if there are none."""
    whole = [line.rstrip() for line in text.splitlines()]
    lines = [line[:LONGEST_LINE] for line in whole]
    kept: list[str] = []
    number = 0
    while number < len(lines) and not _rest_is_old(lines, number):
        if attribution := _attribution(lines, number):
            if not _is_quoted(lines, number + attribution):
                break
            number += attribution
            continue
        if not lines[number].lstrip().startswith(">"):
            kept.append(whole[number])
        number += 1
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _rest_is_old(lines: list[str], number: int) -> bool:
    """Tell whether a signature, or a mail quoted without marks, begins on a line."""
    line = lines[number].strip().lstrip("*").strip()
    if not line:
        return False
    signature = line == "--" or _SENT_FROM.match(line) is not None
    return signature or _SEPARATOR.match(line) is not None or _is_rule(lines, number) or _is_header_block(lines, number)


def _is_rule(lines: list[str], number: int) -> bool:
    """Outlook draws a line of underscores above the mail it quotes."""
    following = [line for line in lines[number + 1 : number + 4] if line.strip()]
    return bool(_RULE.match(lines[number].strip()) and following and _HEADER_FIRST.match(following[0].strip()))


def _is_header_block(lines: list[str], number: int) -> bool:
    if not _HEADER_FIRST.match(lines[number].strip()):
        return False
    following = [line.strip() for line in lines[number + 1 : number + 5] if line.strip()]
    return sum(1 for line in following if _HEADER_NEXT.match(line)) >= 2


def _attribution(lines: list[str], number: int) -> int:
    """Return over how many lines `Den 3 maj 2026 kl. 10.12 skrev NN <a@example.com>:` stands; 0 if it does not."""
    if not _DATED.match(lines[number].strip()):
        return 0
    joined = ""
    for count, piece in enumerate(lines[number : number + 3], start=1):
        joined = f"{joined} {piece.strip()}".strip()[:LONGEST_LINE]
        if _WROTE.search(joined) and ("@" in joined or re.search(r"\d", joined)):
            return count
    return 0


def _is_quoted(lines: list[str], number: int) -> bool:
    following = [line for line in lines[number : number + 3] if line.strip()]
    return bool(following) and following[0].lstrip().startswith(">")
