"""Calendar feeds (RFC 5545) that Outlook, Google and phones accept.

The same events give the same bytes: DTSTAMP is when an event was last changed, never now, so that a feed
that has not changed can be answered with 304.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from icalendar import Calendar, Event, Timezone

from common.clock import STOCKHOLM, local

PRODUCT = "-//Botkyrka Trygghet//Kalender//SV"
# How often a subscriber is asked to look again.
REFRESH = timedelta(hours=6)


@dataclass(frozen=True)
class FeedEvent:
    """One event. With `starts_at` it has hours; without, it fills its days, both included."""

    uid: str
    sequence: int
    changed_at: datetime
    name: str
    first_day: date
    last_day: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    description: str = ""
    place: str = ""
    categories: tuple[str, ...] = ()
    is_cancelled: bool = False
    url: str = ""


@lru_cache(maxsize=1)
def _stockholm() -> Timezone:
    """The rules of Stockholm's clock, made once: reading the zone's history takes a tenth of a second."""
    return Timezone.from_tzid("Europe/Stockholm", first_date=date(2020, 1, 1), last_date=date(2038, 1, 1))


def feed(name: str, events: Iterable[FeedEvent]) -> bytes:
    """Return a calendar to subscribe to. Events come in the order given."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", STOCKHOLM.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    calendar.add_component(_stockholm())
    for event in events:
        calendar.add_component(_component(event))
    return calendar.to_ical()


def _component(event: FeedEvent) -> Event:
    component = Event()
    component.add("uid", event.uid)
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.changed_at)
    component.add("last-modified", event.changed_at)
    component.add("summary", _plain(event.name))
    _add_times(component, event)
    component.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    for key, value in (("description", event.description), ("location", event.place), ("url", event.url)):
        if value:
            component.add(key, _plain(value))
    if event.categories:
        component.add("categories", [_plain(category) for category in event.categories])
    return component


def _add_times(component: Event, event: FeedEvent) -> None:
    if event.starts_at is not None and event.ends_at is not None:
        component.add("dtstart", local(event.starts_at))
        component.add("dtend", local(event.ends_at))
        return
    # A date range ends on the first day that is no longer part of it (RFC 5545, 3.6.1).
    component.add("dtstart", event.first_day)
    component.add("dtend", event.last_day + timedelta(days=1))
    component.add("transp", "TRANSPARENT")


def _plain(text: str) -> str:
    """Leave out control characters that RFC 5545 does not allow in text."""
    return "".join(char for char in text if char in "\n\t" or (char >= " " and char != "\x7f"))
