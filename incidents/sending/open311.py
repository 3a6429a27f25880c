"""Open311 as a way on: a report posted to another server, found again there, and where it stands.

Nothing is posted twice. A call that never left may be made again. One whose answer was lost may have done its work:
then the other server is asked first whether it has the report (by our number, which stands in its description), and
only a server known to keep an Idempotency-Key is posted to again. Anything else waits for a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import quote, urlencode

from django.conf import settings

from common import clock, outgoing
from incidents.models import Report
from incidents.sending.answers import Row, UnreadableAnswerError, rows_of

MOST_READ = 2 * 1024 * 1024  # bytes of an answer
_LATER = frozenset({408, 425, 429})


@dataclass(frozen=True)
class Server:
    """Another Open311 server: the address its calls begin with, the key it gave us, what it calls itself."""

    address: str
    api_key: str
    jurisdiction: str = ""
    keeps_idempotency_keys: bool = False
    timeout: float = 20.0  # seconds for each step of a call


class Fate(StrEnum):
    """What became of a try."""

    TAKEN = "taken"
    REFUSED = "refused"
    LATER = "later"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """What became of a try: the number the other server gave (or a token for it), and its answer for the record."""

    fate: Fate
    number: str = ""
    token: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Remote:
    """Where a report stands at the other server."""

    is_open: bool
    words: str


def send(report: Report, text: str, server: Server, *, service_code: str, was_unknown: bool = False) -> Outcome:
    """Post a report, in words a person or the guard has gone through; the reporter is never told on.

    `was_unknown`: an earlier try may have arrived.
    """
    if was_unknown:
        known = find(report, server, service_code=service_code)
        if known.fate != Fate.UNKNOWN or not server.keeps_idempotency_keys:
            return known
    try:
        answer = outgoing.call(_posting(report, text, server, service_code))
    except outgoing.NotSentError as error:
        return Outcome(Fate.LATER, answer=str(error))
    except outgoing.LostAnswerError as error:
        return Outcome(Fate.UNKNOWN, answer=str(error))
    return _outcome(answer)


def reference(report: Report) -> str:
    """Return the words by which a posted report is found again."""
    return f"[{settings.POST_DOMAIN} {report.number}]"


def find(report: Report, server: Server, *, service_code: str) -> Outcome:
    """Ask whether the other server lists a report of ours; UNKNOWN if it is not there, LATER if it can't be asked."""
    since = clock.now() - timedelta(days=7)
    asked = {"service_code": service_code, "start_date": since.isoformat(timespec="seconds")}
    rows = _asked(server, "requests.json", asked)
    if rows is None:
        return Outcome(Fate.LATER, answer="could not be asked")
    for row in rows:
        if reference(report) in row.get("description", "") and row.get("service_request_id"):
            return Outcome(Fate.TAKEN, number=row["service_request_id"][:80], answer="found")
    return Outcome(Fate.UNKNOWN, answer="not found")


def number_of_token(token: str, server: Server) -> str:
    """Return the number a token has become, "" while it has none."""
    rows = _asked(server, f"tokens/{quote(token, safe='')}.json", {}) or []
    return next((row["service_request_id"][:80] for row in rows if row.get("service_request_id")), "")


def status_of(number: str, server: Server) -> Remote | None:
    """Return where a report stands at the other server; None when it can't be read now."""
    rows = _asked(server, f"requests/{quote(number, safe='')}.json", {"api_key": server.api_key})
    row = next((row for row in rows or [] if row.get("service_request_id") == number), None)
    if row is None or row.get("status") not in ("open", "closed"):
        return None
    return Remote(row["status"] == "open", row.get("status_notes", ""))


def _posting(report: Report, text: str, server: Server, service_code: str) -> outgoing.Call:
    fields = {
        "api_key": server.api_key,
        "jurisdiction_id": server.jurisdiction,
        "service_code": service_code,
        "description": f"{text[:3_900]}\n\n{reference(report)}",
        # Words of the reporter's own that nobody has gone through: sent only where there is nothing else to go by.
        "address_string": report.place if report.latitude is None else "",
        "lat": "" if report.latitude is None else f"{report.latitude:.6f}",
        "long": "" if report.longitude is None else f"{report.longitude:.6f}",
    }
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        "Accept": "application/json, text/xml",
        "Idempotency-Key": f"{settings.POST_DOMAIN}:{report.number}",
    }
    body = urlencode({name: value for name, value in fields.items() if value}).encode()
    return _call(server, "POST", "requests.json", body=body, headers=headers)


def _call(
    server: Server, method: str, path: str, *, body: bytes = b"", headers: dict[str, str] | None = None
) -> outgoing.Call:
    return outgoing.Call(
        method,
        f"{server.address.rstrip('/')}/{path}",
        body=body,
        headers=headers or {"Accept": "application/json, text/xml"},
        timeout=server.timeout,
        private_hosts=settings.OPEN311_PRIVATE_HOSTS,
        most_read=MOST_READ,
    )


def _asked(server: Server, path: str, fields: dict[str, str]) -> list[Row] | None:
    """Return what a question was answered, None if it was not answered in a way that can be read."""
    words = fields | ({"jurisdiction_id": server.jurisdiction} if server.jurisdiction else {})
    try:
        answer = outgoing.call(_call(server, "GET", f"{path}?{urlencode(words)}" if words else path))
        return rows_of(answer.body) if answer.status == 200 else None
    except (outgoing.NotSentError, outgoing.LostAnswerError, UnreadableAnswerError):
        return None


def _outcome(answer: outgoing.Answer) -> Outcome:
    try:
        rows = rows_of(answer.body)
    except UnreadableAnswerError as error:
        rows, said = [], f"{answer.status} {error}"
    else:
        said = f"{answer.status} " + " ".join(filter(None, (row.get("description", "") for row in rows)))
    said = said.strip()[:2_000]
    if answer.status in _LATER or answer.status >= 500:
        # A server in trouble may have kept it all the same.
        return Outcome(Fate.LATER if answer.status in _LATER else Fate.UNKNOWN, answer=said)
    if answer.status >= 300:
        return Outcome(Fate.REFUSED, answer=said)
    row = rows[0] if rows else {}
    number, token = row.get("service_request_id", "")[:80], row.get("token", "")[:200]
    return Outcome(Fate.TAKEN if number or token else Fate.UNKNOWN, number, token, said)
