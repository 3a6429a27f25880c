"""Fifty phones that come back to the network at once, with twenty observations each, as the app sends them."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

from benchmarks import _web
from benchmarks._pages import signed_in

PHONES, EACH, CHUNK = 50, 20, 5  # CHUNK as in static/grannstod/app/outbox.js


def sync() -> tuple[int, float]:
    """Return how many observations are not there exactly once, with their report, and the p95 of a sending (s).

    Every phone sends its last five again, as one does whose answer was lost.
    """
    from accounts.services import make_groups
    from incidents import reference

    reference.load()
    make_groups()
    phones = [_phone(number) for number in range(PHONES)]
    with _web.served() as port:
        seconds = asyncio.run(_all(port, phones))
    written = [item["key"] for _cookie, _shift, items in phones for item in items if item["kind"] == "seen"]
    return _not_there(written), sorted(seconds)[int(0.95 * len(seconds))]


def _phone(number: int) -> tuple[str, int, list[dict[str, Any]]]:
    """Return a signed-in phone's cookie, its shift, and what it wrote without network."""
    from django.conf import settings

    from accounts.models import User
    from accounts.services import give_role
    from common import clock
    from grannstod.models import Car, CrewMember, Shift, Volunteer

    now = clock.now()
    starts, ends = now - timedelta(hours=2), now + timedelta(hours=1)
    shift = Shift.objects.create(car=Car.objects.create(name=f"Telefonbil {number}"), starts_at=starts, ends_at=ends)
    users = [User.objects.create_user(f"telefon{number}-{seat}@example.com", "T") for seat in ("driver", "companion")]
    for seat, user in zip(("driver", "companion"), users, strict=True):
        give_role(by=None, user=user, role="grannstod_volunteer")
        volunteer = Volunteer.objects.create(user=user, status="active", is_driver=True)
        CrewMember.objects.create(shift=shift, volunteer=volunteer, seat=seat, starts_at=starts, ends_at=ends)
    session = signed_in(users[0]).cookies[settings.SESSION_COOKIE_NAME].value
    at = (now - timedelta(hours=1)).isoformat()
    items = [{"kind": "start", "key": uuid.uuid4().hex, "at": at, "checklist": None, "order": []}]
    items += [_seen(number * EACH + place, at) for place in range(EACH)]
    return f"{settings.SESSION_COOKIE_NAME}={session}", shift.pk, items


def _seen(number: int, at: str) -> dict[str, Any]:
    return {
        "kind": "seen",
        "key": uuid.uuid4().hex,
        "at": at,
        "category": "graffiti",
        "text": f"Klotter på elskåp {number}.",
        "place": f"Exempelvägen {number}",
        "outcome": "fault_report",
        "latitude": 59.2 + number / 100_000,
        "longitude": 17.84,
    }


async def _all(port: int, phones: list[tuple[str, int, list[dict[str, Any]]]]) -> list[float]:
    found = await asyncio.gather(*(_deliver(port, *phone) for phone in phones))
    return [seconds for one in found for seconds in one]


async def _deliver(port: int, cookie: str, shift: int, items: list[dict[str, Any]]) -> list[float]:
    """Do as the app does: ask for the state, send by fives, ask again; return the seconds of each sending."""
    from django.urls import reverse

    status, headers, body = await _web.answer(
        port, _web.request("GET", reverse("grannstod:app_state"), headers={"Cookie": cookie})
    )
    if status != 200:
        raise SystemExit(f"The state was not given: {status} {body[:300]!r}")
    cookies = f"{cookie}; {headers['set-cookie'].partition(';')[0]}"
    told = {"Cookie": cookies, "X-CSRFToken": json.loads(body)["csrf"], "Content-Type": "application/json"}
    chunks = [items[first : first + CHUNK] for first in range(0, len(items), CHUNK)]
    seconds = []
    for chunk in [*chunks, items[-CHUNK:]]:
        began = time.monotonic()
        sent = _web.request(
            "POST", reverse("grannstod:app_sync", args=[shift]), json.dumps({"items": chunk}).encode(), told
        )
        status, _headers, body = await _web.answer(port, sent)
        seconds.append(time.monotonic() - began)
        results = [one["result"] for one in json.loads(body)["answers"]] if status == 200 else [status]
        if set(results) != {"saved"}:
            raise SystemExit(f"A sending was answered {results}: {body[:500]!r}")
    return seconds


def _not_there(written: list[str]) -> int:
    from grannstod.models import Observation

    held = Counter(Observation.objects.exclude(report=None).values_list("form_token", flat=True))
    return sum(held[key] != 1 for key in written)
