"""Reading a programme of activities from a table (Excel, CSV) or a calendar file (.ics), as organisations send it.

What is read are a form's values: the form's own checks say what is wrong with a row.
"""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from icalendar import Calendar

from common import clock, table_reading
from common.ics import UNREADABLE
from neighbourhoods.models import District

MOST_ROWS = 300
DAY = timedelta(days=1)
# What a column may be called, and the field of the form that it fills.
COLUMNS = {
    "titel": "title", "aktivitet": "title", "vad": "title", "namn": "title", "dag": "day", "datum": "day",
    "från": "begins", "börjar": "begins", "till": "ends", "slutar": "ends", "plats": "place", "var": "place",
    "kommundel": "district", "beskrivning": "description", "leds av": "led_by", "ledare": "led_by",
    "ålder från": "age_from", "från ålder": "age_from", "ålder till": "age_to", "till ålder": "age_to",
    "öppet": "is_open", "publik": "is_public",
}  # fmt: skip
YES = {"ja", "x", "1", "öppet", "sant", "true"}
TICKED = ("is_open", "is_public")


def read_activities(name: str, content: bytes) -> list[dict[str, str]]:
    """Return a form's values for each activity of a file. Raises ValidationError for what can't be read."""
    rows = _from_ics(content) if name.lower().endswith(".ics") else _from_table(name, content)
    if not rows:
        raise ValidationError(_("The file holds no activity."), code="empty")
    if len(rows) > MOST_ROWS:
        raise ValidationError(_("Read in at most 300 activities at a time."), code="too_many")
    return rows


def _from_table(name: str, content: bytes) -> list[dict[str, str]]:
    lines = [line for line in table_reading.read_upload(name, io.BytesIO(content), headed=True) if any(line)]
    heads = [COLUMNS.get(head.lower(), "") for head in lines[0]] if lines else []
    if not {"title", "day", "begins", "ends"} <= set(heads):
        raise ValidationError(_("The first row must name the columns titel, dag, från and till."), code="columns")
    return [_row(heads, line) for line in lines[1:]]


def _row(heads: list[str], line: list[str]) -> dict[str, str]:
    row = {head: cell for head, cell in zip(heads, line, strict=False) if head and cell}
    row.setdefault("is_public", "ja")
    for field in TICKED:
        row[field] = "on" if row.get(field, "").lower() in YES else ""
    if row.get("day"):
        row["day"] = row["day"][:10]  # Excel writes the hour behind it
    for field in ("begins", "ends"):
        row[field] = row.get(field, "").replace(".", ":")
    return row | _district(row.get("district", ""))


def _district(name: str) -> dict[str, str]:
    """Return the choice of a district by its name; a name that no district has stays, for the form to refuse."""
    found = District.objects.filter(name__iexact=name.replace("\x00", "")).first() if name else None
    return {"district": str(found.pk) if found else name}


def _from_ics(content: bytes) -> list[dict[str, str]]:
    try:
        events = list(Calendar.from_ical(content).walk("VEVENT"))
        return [_event(found) for found in events if str(found.get("STATUS", "")).upper() != "CANCELLED"]
    except UNREADABLE as error:
        raise ValidationError(_("The file can't be read as a calendar file (.ics)."), code="ics") from error


def _event(found: Any) -> dict[str, str]:
    title = " ".join(str(found.get("SUMMARY", "")).split())
    if "RRULE" in found:
        words = _("“%(title)s” repeats itself. Write each of its days as an event of its own.")
        raise ValidationError(words % {"title": title[:80]}, code="repeats")
    starts, ends = _times(found)
    if ends < starts:
        raise ValidationError(_("“%(title)s” ends before it begins.") % {"title": title[:80]}, code="order")
    if ends - starts > DAY:
        words = _("“%(title)s” goes on for several days. Write each of its days as an event of its own.")
        raise ValidationError(words % {"title": title[:80]}, code="several_days")
    hours = {"begins": "00:00", "ends": "23:59"}
    if isinstance(starts, datetime):
        hours = {"begins": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
    return {
        "title": title,
        "day": starts.isoformat()[:10],
        "description": str(found.get("DESCRIPTION", "")),
        "place": " ".join(str(found.get("LOCATION", "")).split()),
        "is_public": "on",
        **hours,
    }


def _times(found: Any) -> tuple[Any, Any]:
    """Return first and last moment of an event on the wall clock, or its day and the day after its last one.

    Without an end it takes an hour, or the day (RFC 5545, 3.6.1).
    """
    starts = _wall(found["DTSTART"].dt)
    usual = timedelta(hours=1) if isinstance(starts, datetime) else DAY
    if "DURATION" in found:
        return starts, starts + found["DURATION"].dt
    ends = _wall(found["DTEND"].dt) if "DTEND" in found else starts
    fits = isinstance(ends, datetime) == isinstance(starts, datetime) and ends != starts
    return starts, ends if fits else starts + usual


def _wall(moment: Any) -> Any:
    return clock.local(moment).replace(tzinfo=None) if getattr(moment, "tzinfo", None) else moment
