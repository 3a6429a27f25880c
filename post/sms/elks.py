"""46elks (source: https://46elks.com/docs/send-sms, sms-history): form in, JSON out, basic authentication.

It has no key that would make a second request the same message. So an attempt is noted before it is made, and after a
lost answer its history is read before anything is sent again: see decision 0050.
"""

from __future__ import annotations

import json
import logging
import re
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from common import outgoing
from post.sms.gateway import Answer, CannotTellError, Outcome, Place, Taken, Text

logger = logging.getLogger(__name__)
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# The account or the settings are at fault, not the message: it waits until somebody has put them right.
ACCOUNT = frozenset({401, 402, 403, 404, 405})


class Elks:
    """The adapter."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def send(self, text: Text) -> Answer:
        """Hand over one message; its text is not kept in the gateway's history (dontlog)."""
        form = {"from": self.place.sender, "to": text.number, "message": text.text, "dontlog": "message"}
        if text.report_url:
            form["whendelivered"] = text.report_url
        try:
            answer = self._call("POST", self.place.address, urlencode(form).encode())
        except outgoing.NotSentError as error:
            logger.warning("sms gateway away", extra={"error": str(error)})
            return Answer(Outcome.LATER, words=str(error), reason="away", stop=True)
        except outgoing.LostAnswerError as error:
            logger.warning("sms gateway gave no answer", extra={"error": str(error)})
            return Answer(Outcome.UNKNOWN, words=str(error), reason="unknown")
        return _meaning(answer.status, answer.body)

    def history(self, number: str) -> list[Taken]:
        """Return the latest messages to a number."""
        address = f"{self.place.address}?{urlencode({'to': number, 'limit': 100})}"
        try:
            answer = self._call("GET", address)
        except (outgoing.NotSentError, outgoing.LostAnswerError) as error:
            raise CannotTellError(str(error)) from error
        rows = _parsed(answer.body).get("data") if answer.status == 200 else None
        if not isinstance(rows, list):
            raise CannotTellError(f"answer {answer.status}")
        return [taken for row in rows if (taken := _taken(row, number)) is not None]

    def _call(self, method: str, address: str, body: bytes = b"") -> outgoing.Answer:
        secret = b64encode(f"{self.place.user}:{self.place.password}".encode()).decode()
        headers = {"Authorization": f"Basic {secret}", "Accept": "application/json"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return outgoing.call(
            outgoing.Call(
                method,
                address,
                body,
                headers,
                timeout=settings.SMS_TIMEOUT,
                private_hosts=settings.SMS_PRIVATE_HOSTS,
            )
        )


def _meaning(status: int, body: bytes) -> Answer:
    """Say what an answer means. A 5xx may hide a message that was taken, and so may words that can't be read."""
    words = _words(body.decode("utf-8", "replace"), 300)
    if 200 <= status < 300:
        return _taken_answer(status, _parsed(body), words)
    if status in ACCOUNT or 300 <= status < 400:
        logger.error("sms gateway refuses us", extra={"status": status})
        return Answer(Outcome.LATER, status, words, reason="account", stop=True)
    if status == 429:
        return Answer(Outcome.LATER, status, words, reason="later", stop=True)
    if 400 <= status < 500:
        return Answer(Outcome.REFUSED, status, words, reason="refused")
    return Answer(Outcome.UNKNOWN, status, words, reason="unknown")


def _words(said: str, most: int) -> str:
    """Return what was said as the ledger can keep it: PostgreSQL takes no text with a NUL."""
    return said.replace("\0", "")[:most]


def _taken_answer(status: int, said: dict[str, Any], words: str) -> Answer:
    key = str(said.get("id") or "")
    if not _ID.fullmatch(key):
        logger.warning("sms gateway's answer is unreadable", extra={"status": status})
        return Answer(Outcome.UNKNOWN, status, words, reason="unknown")
    if said.get("status") == "failed":
        return Answer(Outcome.REFUSED, status, "failed", gateway_id=key, cost=_cost(said), reason="refused")
    return Answer(Outcome.ACCEPTED, status, _words(str(said.get("status") or ""), 40), gateway_id=key, cost=_cost(said))


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):  # a ValueError also when it is not UTF-8
        return {}
    return said if isinstance(said, dict) else {}


def _cost(said: dict[str, Any]) -> int | None:
    cost = said.get("cost")
    return cost if isinstance(cost, int) and not isinstance(cost, bool) and 0 <= cost < 10**9 else None


def _taken(row: Any, number: str) -> Taken | None:
    """Return a line of the history if it is a message from us to the number."""
    if not isinstance(row, dict) or row.get("to") != number or row.get("direction") != "outgoing":
        return None
    created = moment_of(str(row.get("created") or ""))
    key = str(row.get("id") or "")
    if created is None or not _ID.fullmatch(key):
        return None
    text = row.get("message")
    return Taken(key, created, text if isinstance(text, str) else None, _cost(row))


def moment_of(written: str) -> datetime | None:
    """Read a moment as 46elks writes it, in UTC: 2018-07-13T13:57:23.741000, with or without a Z."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
