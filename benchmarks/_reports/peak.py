"""A crowd: 200 reports a second for a minute."""

from __future__ import annotations

import asyncio
import re
import sys
import time
from collections import Counter
from urllib.parse import urlencode

from benchmarks import _web
from benchmarks._reports.posting import REPORT, filled, network

A_SECOND = 200


def peak(seconds: int) -> tuple[int, float]:
    """Return how many reports were lost or left without an answer, and how many a second were accepted.

    Lost is an accepted one that is not there exactly once afterwards; whoever is not accepted must be told to retry.
    """
    with _web.served() as port:
        statuses, took = asyncio.run(_crowd(port, seconds))
    counts = Counter(statuses)
    print(f"accepted, told to retry, no answer: {counts[302]}, {counts[503]}, {counts[0]}", file=sys.stderr)
    if other := set(counts) - {302, 503, 0}:
        raise SystemExit(f"The house answered {other}")
    accepted = [number for number, status in enumerate(statuses) if status == 302]
    return _not_there(accepted) + counts[0], len(accepted) / took


async def _crowd(port: int, seconds: int) -> tuple[list[int], float]:
    """Send on the beat whatever is answered; return the statuses (0: no answer) and the seconds of it all."""
    cookie, token = await _form(port)
    began = time.monotonic()
    sent = []
    for number in range(A_SECOND * seconds):
        await asyncio.sleep(max(0.0, began + number / A_SECOND - time.monotonic()))
        sent.append(asyncio.create_task(_web.answer(port, _post(number, cookie, token))))
    answers = await asyncio.gather(*sent)
    return [status for status, _headers, _body in answers], time.monotonic() - began


async def _form(port: int) -> tuple[str, str]:
    """Open the form once; return the cookie and the token of its forms."""
    status, headers, page = await _web.answer(port, _web.request("GET", REPORT))
    found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)
    if not found:
        raise SystemExit(f"The form was not shown: {status} {page[:500]!r}")
    return headers["set-cookie"].partition(";")[0], found[1].decode()


def _post(number: int, cookie: str, token: str) -> bytes:
    body = urlencode({**filled(number), "csrfmiddlewaretoken": token}).encode()
    content = {"Content-Type": "application/x-www-form-urlencoded"}
    return _web.request("POST", REPORT, body, {**content, "Cookie": cookie, "X-Forwarded-For": network(number)})


def _not_there(accepted: list[int]) -> int:
    """Return how many of the accepted are not in the database exactly once."""
    from incidents.models import Report

    held = Counter(Report.objects.values_list("reporter_email", flat=True))
    return sum(held[filled(number)["email"]] != 1 for number in accepted)
