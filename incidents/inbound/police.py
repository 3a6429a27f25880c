"""The police's public list of events (polisen.se/api/events): read defensively, what is not understood is said.

Hours are not always written with two digits, titles write 18:28 and 18.28, and the position is the middle of an
area, never the place: so it is not kept. An entry without id, time or kind is counted as not understood; one whose
title gives no time keeps the time it was published.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from common import clock

SITE = "https://polisen.se"
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip
_MOMENT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)? ?(Z|[+-]\d{1,2}:?\d{2})"
)
_TITLE = re.compile(r"\s*(\d{1,2})\s+([a-zåäö]+)\.?\s+(?:kl\.?\s*)?(\d{1,2})[:.](\d{2})\b", re.IGNORECASE)
MOST_ID = 2**62


class UnreadableFeedError(Exception):
    """The answer is no list of events at all; says why in a code."""


@dataclass(frozen=True)
class Event:
    """One event as published. `happened_at` is None where the title gives no time that can be."""

    police_id: int
    kind: str
    title: str
    summary: str
    address: str
    published_at: datetime
    happened_at: datetime | None


@dataclass(frozen=True)
class Reading:
    """What a feed held of a place, and what of it could not be understood (an id or position, and a code)."""

    events: list[Event]
    not_understood: list[str]


def read_feed(body: bytes, *, place: str) -> Reading:
    """Read the events of a place. Raises UnreadableFeedError."""
    try:
        found = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableFeedError("no_json") from error
    if not isinstance(found, list):
        raise UnreadableFeedError("no_list")
    events: dict[int, Event] = {}
    not_understood = []
    for number, entry in enumerate(found):
        if not _is_of(entry, place):
            continue
        fault = _fault(entry)
        if fault:
            not_understood.append(f"{_name(entry, number)}: {fault}")
            continue
        event = _event(entry)
        events[event.police_id] = event
    return Reading(list(events.values()), not_understood)


def _is_of(entry: Any, place: str) -> bool:
    """Tell whether an entry is of the place, or so odd that it can't be told."""
    location = entry.get("location") if isinstance(entry, dict) else None
    name = location.get("name") if isinstance(location, dict) else location
    return not isinstance(name, str) or name.strip().casefold() == place.casefold()


def _fault(entry: Any) -> str:
    """Return why an entry can't be kept, "" if it can."""
    if not isinstance(entry, dict):
        return "no_event"
    if not isinstance(entry.get("location"), dict) or not isinstance(entry["location"].get("name"), str):
        return "location"
    number = entry.get("id")
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < MOST_ID:
        return "id"
    if not _words(entry, "type", 80):
        return "type"
    return "" if _moment(entry.get("datetime")) else "datetime"


def _name(entry: Any, number: int) -> str:
    found = entry.get("id") if isinstance(entry, dict) else None
    return str(found)[:20] if isinstance(found, int) else f"#{number + 1}"


def _event(entry: dict[str, Any]) -> Event:
    published = _moment(entry["datetime"])
    assert published is not None  # _fault has looked
    title = _words(entry, "name", 200)
    return Event(
        police_id=entry["id"],
        kind=_words(entry, "type", 80),
        title=title,
        summary=_words(entry, "summary", 2_000),
        address=_address(_words(entry, "url", 400)),
        published_at=published,
        happened_at=happened_at(title, published),
    )


def _words(entry: dict[str, Any], name: str, most: int) -> str:
    value = entry.get(name)
    return " ".join(value.replace("\x00", " ").split())[:most] if isinstance(value, str) else ""


def _address(path: str) -> str:
    """Return the page at polisen.se that a path leads to; "" for anything that leads elsewhere."""
    try:
        whole = urljoin(SITE, path)
        parts = urlsplit(whole)
    except ValueError:
        return ""
    return whole if path and parts.scheme == "https" and parts.netloc == urlsplit(SITE).netloc else ""


def _moment(value: Any) -> datetime | None:
    """Read "2023-03-23 9:31:25 +01:00", also without two digits everywhere; None if it can't be read."""
    found = _MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    zone = "+00:00" if zone == "Z" else f"{zone[0]}{zone[1:-2].rstrip(':'):0>2}:{zone[-2:]}"
    try:
        moment = datetime.fromisoformat(
            f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}:{second or '0':0>2}{zone}"
        )
    except ValueError:
        return None
    return moment if 2000 <= moment.year <= 2200 else None


def happened_at(title: str, published: datetime) -> datetime | None:
    """Return when it happened by a title such as "20 mars 18:28, Rån, Botkyrka", in the year before publishing."""
    found = _TITLE.match(title)
    if found is None or found[2].lower() not in MONTHS:
        return None
    local = clock.local(published)
    month = MONTHS.index(found[2].lower()) + 1
    for year in (local.year, local.year - 1):
        try:
            moment = local.replace(
                year=year, month=month, day=int(found[1]), hour=int(found[3]), minute=int(found[4]), second=0
            )
        except ValueError:
            continue
        if moment <= local + timedelta(hours=1):
            return moment
    return None


def district_in(words: str, districts: Iterable[tuple[int, str]]) -> int | None:
    """Return the id of the one district whose name, or a part of it, stands in the words; None for none or several."""
    found = {pk for pk, name in districts if any(_names(part, words) for part in re.split(r"[-/ ]+", name))}
    return found.pop() if len(found) == 1 else None


def _names(part: str, words: str) -> bool:
    return len(part) > 3 and re.search(rf"\b{re.escape(part)}s?\b", words, re.IGNORECASE) is not None
