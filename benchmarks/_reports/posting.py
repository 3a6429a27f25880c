"""A report through the public form, beside the plainest view that could take it."""

from __future__ import annotations

import ipaddress
import time
from typing import Any

TURNS = 300
PLAIN, REPORT = "/bench/insert/", "/rapportera/"
_FIRST = int(ipaddress.ip_address("10.0.0.1"))


def filled(number: int) -> dict[str, str]:
    """Return a report as a browser sends it, with an e-mail of its own."""
    from common import form_tokens

    return {
        "form_token": form_tokens.new(),
        "category": "graffiti",
        "place": f"Exempelvägen {number}",
        "occurred_when": "week",
        "text": f"Klotter på muren vid gångvägen, stolpe {number}.",
        "email": f"invanare{number}@example.com",
    }


def network(number: int) -> str:
    """Return an address of its own for each: limits are for one that sends much, not for a town."""
    return str(ipaddress.ip_address(_FIRST + number))


def post_vs_insert() -> float:
    """Return the seconds of the plain view over those of the report, medians of posts by turns."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from benchmarks._reports import plain

    with connection.cursor() as cursor:
        cursor.execute(plain.TABLE)
    settings.ROOT_URLCONF = "benchmarks._reports.plain"
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    client.get(REPORT)
    times: dict[str, list[float]] = {PLAIN: [], REPORT: []}
    for turn in range(TURNS):
        for address, held in times.items():
            held.append(_post(client, address, turn))
    return _median(times[PLAIN][20:]) / _median(times[REPORT][20:])


def _post(client: Any, address: str, number: int) -> float:
    sent = {**filled(number), "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    began = time.perf_counter()
    answer = client.post(address, sent, REMOTE_ADDR=network(number))
    seconds = time.perf_counter() - began
    if answer.status_code != 302:
        raise SystemExit(f"{address} answered {answer.status_code}: {answer.content.decode()[:500]}")
    return seconds


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
