"""Reading school years from a calendar file (.ics), as municipalities publish their dates.

Such a file names days and nothing else: what an event is, is read from its name, and the source is the file itself,
to be confirmed. What the names don't tell is not guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from icalendar import Calendar

from common import clock
from common.ics import UNREADABLE

MOST_EVENTS = 400
# What an event's name says it is; the first that fits.
KINDS = (
    (r"höstlov", "autumn"),
    (r"sportlov|vinterlov", "winter"),
    (r"påsklov", "easter"),
    (r"jullov", "christmas"),
    (r"sommarlov", "summer"),
    (r"valborg", "valborg"),
    (r"nyår", "new_year"),
    (r"skolavslutning|(termin|läsår|skol)\w* slut|terminsslut|läsårsslut|skolslut", "school_ends"),
    (r"skolstart|terminsstart|läsårsstart|(termin|läsår|skol)\w* (börjar|startar)", "school_starts"),
)


def ics_tables(content: bytes, name: str) -> list[dict[str, Any]]:
    """Return a table for each school year of the file. Raises ValidationError for what is no calendar file."""
    try:
        calendar = Calendar.from_ical(content)
        events = [_event(found) for found in list(calendar.walk("VEVENT"))[: MOST_EVENTS + 1]]
    except UNREADABLE as error:
        raise ValidationError(_("The file can't be read as a calendar file (.ics)."), code="ics") from error
    if len(events) > MOST_EVENTS:
        raise ValidationError(_("The file holds more events than a school year has."), code="too_many")
    years: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for event in events:
        if event is not None:
            years[_year_of(event)].append(event)
    return [_table(year, years[year], name) for year in sorted(years)]


def _event(found: Any) -> dict[str, Any] | None:
    """Return one event as a break's row; None for one that is cancelled, and for one without a day."""
    if "DTSTART" not in found or str(found.get("STATUS", "")).upper() == "CANCELLED":
        return None
    first = _day(found["DTSTART"].dt)
    end = found["DTEND"].dt if "DTEND" in found else None
    last = _day(end) if end is not None else first
    if end is not None and not isinstance(end, datetime):
        last = end - timedelta(days=1)  # the first day that is no longer part of it (RFC 5545, 3.6.1)
    name = " ".join(str(found.get("SUMMARY", "")).split())[:80]
    return {"kind": _kind(name), "name": name, "first_day": first, "last_day": max(first, last)}


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return clock.local(value).date() if value.tzinfo else value.date()
    if not isinstance(value, date):
        raise TypeError("a day was expected")
    return value


def _kind(name: str) -> str:
    return next((kind for pattern, kind in KINDS if re.search(pattern, name.lower())), "own")


def _year_of(event: dict[str, Any]) -> int:
    day: date = event["first_day"]
    return day.year if day.month >= 8 else day.year - 1


def _table(year: int, events: list[dict[str, Any]], name: str) -> dict[str, Any]:
    starts = [event["first_day"] for event in events if event["kind"] == "school_starts"]
    ends = [event["first_day"] for event in events if event["kind"] == "school_ends"]
    return {
        "label": f"{year}/{(year + 1) % 100:02d}",
        "source": _("Calendar file %(name)s") % {"name": name[:200]},
        "source_date": clock.today(),
        "status": "to_be_confirmed",
        "starts": {"from": min(starts, default=None)},
        "ends": {"from": max(ends, default=None)},
        "breaks": _with_keys(events),
    }


def _with_keys(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the second and later events of one name a key of their own: two school starts are two."""
    seen: dict[str, int] = defaultdict(int)
    rows = []
    for event in sorted(events, key=lambda event: event["first_day"]):
        seen[event["name"]] += 1
        number = seen[event["name"]]
        rows.append(event | ({"key": f"{event['name'][:30]}-{number}"} if number > 1 else {}))
    return rows
