"""What a refusal says about an address: dead, or only refused this time."""

from __future__ import annotations

import re

_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# Subject and detail of RFC 3463 that say: this address will never work. A full mailbox or a refused text won't.
_DEAD = frozenset({"1.0", "1.1", "1.2", "1.3", "1.6", "1.10", "2.1", "7.13"})
_DEAD_WORDS = re.compile(
    r"user unknown|unknown user|no such (user|recipient|mailbox|address|person)|does ?n.t exist|does not exist|"
    r"unknown (recipient|address|mailbox)|recipient unknown|invalid (recipient|mailbox|address)|user not found|"
    r"recipient ?not ?found|address rejected|mailbox not found|no mailbox (here )?by that name|not a known user|"
    r"account (has been |is )?(disabled|inactive)|finns inte|okänd (mottagare|adress|användare)|existerar inte|"
    r"hittades inte|kunde inte hittas|host (or domain name )?not found",
    re.IGNORECASE,
)


def enhanced_code(answer: str) -> str:
    """Return the code of RFC 3463 in an answer (5.1.1, say); empty where there is none."""
    found = _ENHANCED.search(answer)
    return found[1] if found else ""


def is_dead(status_code: str, explanation: str) -> bool:
    """Tell whether an address should not be written to again; `status_code` as RFC 3463 has it, or empty."""
    if status_code.startswith("4"):
        return False
    _class, _dot, detail = status_code.partition(".")
    if detail in _DEAD:
        return True
    vague = detail in ("", "0.0", "3.0", "7.1")
    return vague and _DEAD_WORDS.search(explanation) is not None
