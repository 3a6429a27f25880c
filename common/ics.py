"""Calendar feeds (RFC 5545) that Outlook, Google and phones accept.

The same events give the same bytes: DTSTAMP is when an event was last changed, never now, so that a feed
that has not changed can be answered with 304.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, Timezone
from icalendar.parser import Contentline

from common.clock import STOCKHOLM, local

PRODUCT = "-//Botkyrka Trygghet//Kalender//SV"
# What the library raises for a file that is none, or for a value that is not what its name says.
UNREADABLE = (ValueError, KeyError, AttributeError, IndexError, TypeError, OverflowError, RecursionError)
# How often a subscriber is asked to look again.
REFRESH = timedelta(hours=6)
_TIMES, _UTC, _FOLD_FROM = ("DTSTART", "DTEND"), "%Y%m%dT%H%M%SZ", 75


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
    organizer: str = ""  # an e-mail address; asked for where one entry is sent (RFC 5546)
    organizer_name: str = ""
    attendee: str = ""  # the one person an entry is sent to
    attendee_name: str = ""
    asks_for_answer: bool = False  # where the organizer's address takes the calendar's own answer


# The EU's rule since 1996 (directive 2000/84/EC): clocks change at 01.00 UTC on the last Sundays of March and
# October. Written as a rule, as Outlook wants it, rather than as a list of dates.
_STOCKHOLM = """BEGIN:VTIMEZONE\r
TZID:Europe/Stockholm\r
BEGIN:STANDARD\r
DTSTART:19961027T030000\r
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
TZNAME:CET\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:19970330T020000\r
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r
TZNAME:CEST\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
END:DAYLIGHT\r
END:VTIMEZONE\r
"""


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
    calendar.add_component(Timezone.from_ical(_STOCKHOLM))
    head, end, _nothing = calendar.to_ical().rpartition(b"END:VCALENDAR")
    return bytes(head + b"".join(written(event) for event in events) + end + b"\r\n")


def written(event: FeedEvent) -> bytes:
    """Return an event of a feed, byte by byte as the library writes it, in an eighth of the time.

    A feed holds thousands; tests compare the two. One sent to a person is the library's to write.
    """
    changed = event.changed_at.astimezone(UTC).strftime(_UTC)
    lines = [
        "BEGIN:VEVENT",
        f"SUMMARY:{_escaped(event.name)}",
        *_times(event),
        f"DTSTAMP:{changed}",
        f"UID:{_escaped(event.uid)}",
        f"SEQUENCE:{event.sequence}",
        *([f"CATEGORIES:{','.join(map(_escaped, event.categories))}"] if event.categories else []),
        *([f"DESCRIPTION:{_escaped(event.description)}"] if event.description else []),
        f"LAST-MODIFIED:{changed}",
        *([f"LOCATION:{_escaped(event.place)}"] if event.place else []),
        f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}",
        *(["TRANSP:TRANSPARENT"] if event.starts_at is None or event.ends_at is None else []),
        *([f"URL:{_plain(event.url)}"] if event.url else []),
        "END:VEVENT",
    ]
    return b"".join(map(_folded, lines))


def _times(event: FeedEvent) -> list[str]:
    if event.starts_at is None or event.ends_at is None:
        days = (event.first_day, event.last_day + timedelta(days=1))
        return [f"{name};VALUE=DATE:{day:%Y%m%d}" for name, day in zip(_TIMES, days, strict=True)]
    moments = _moments(event.starts_at, event.ends_at)
    if moments[0].tzinfo is UTC:
        return [f"{name}:{moment.strftime(_UTC)}" for name, moment in zip(_TIMES, moments, strict=True)]
    zone = STOCKHOLM.key
    return [f"{name};TZID={zone}:{moment:%Y%m%dT%H%M%S}" for name, moment in zip(_TIMES, moments, strict=True)]


def _escaped(text: str) -> str:
    text = _plain(text).replace(r"\N", "\n")
    for char, instead in (("\\", r"\\"), (";", r"\;"), (",", r"\,"), ("\n", r"\n")):
        text = text.replace(char, instead)
    return text


def _folded(line: str) -> bytes:
    encoded = line.encode()
    if len(encoded) >= _FOLD_FROM:
        encoded = Contentline(line).to_ical()  # type: ignore[no-untyped-call]
    return encoded + b"\r\n"


def entry(event: FeedEvent) -> bytes:
    """Return one event to be put in, changed or, cancelled, taken out of a person's own calendar (RFC 5546).

    A calendar knows the event again by its UID and believes the higher sequence number.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", entry_method(event))
    calendar.add_component(Timezone.from_ical(_STOCKHOLM))
    calendar.add_component(_component(event))
    return bytes(calendar.to_ical())


def entry_method(event: FeedEvent) -> str:
    """Return what a calendar is asked to do with the entry; stands in the part's content type too.

    A request to somebody is what calendars update by themselves; what is published they only take in once.
    """
    if event.is_cancelled:
        return "CANCEL"
    return "REQUEST" if event.attendee else "PUBLISH"


@dataclass(frozen=True)
class Answer:
    """What a person's own calendar answers to an entry: `accepted`, `declined` or something in between."""

    uid: str
    sequence: int
    attendee: str
    word: str


def read_answer(content: bytes) -> Answer | None:
    """Return the answer that a calendar sent (RFC 5546, 3.2.3), or None for anything else."""
    try:
        calendar = Calendar.from_ical(content)
        event = calendar.walk("VEVENT")[0]
        attendee = event["ATTENDEE"]
        attendee = attendee[0] if isinstance(attendee, list) else attendee
        is_reply = str(calendar.get("METHOD", "")).upper() == "REPLY"
        word = str(attendee.params.get("PARTSTAT", "")).lower()
        address = str(attendee).lower().removeprefix("mailto:")
        return Answer(str(event["UID"]), int(event.get("SEQUENCE", 0)), address, word) if is_reply else None
    except UNREADABLE:
        return None


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
    _add_people(component, event)
    if event.categories:
        component.add("categories", [_plain(category) for category in event.categories])
    return component


def _add_people(component: Event, event: FeedEvent) -> None:
    if event.organizer:
        name = {"CN": _plain(event.organizer_name)} if event.organizer_name else {}
        component.add("organizer", f"mailto:{event.organizer}", parameters=name)
    if event.attendee:
        asked = {
            "CN": _plain(event.attendee_name or event.attendee),
            "ROLE": "REQ-PARTICIPANT",
            "PARTSTAT": "NEEDS-ACTION",
            "RSVP": "TRUE" if event.asks_for_answer else "FALSE",
        }
        component.add("attendee", f"mailto:{event.attendee}", parameters=asked)


def _add_times(component: Event, event: FeedEvent) -> None:
    if event.starts_at is not None and event.ends_at is not None:
        starts, ends = _moments(event.starts_at, event.ends_at)
        component.add("dtstart", starts)
        component.add("dtend", ends)
        return
    # A date range ends on the first day that is no longer part of it (RFC 5545, 3.6.1).
    component.add("dtstart", event.first_day)
    component.add("dtend", event.last_day + timedelta(days=1))
    component.add("transp", "TRANSPARENT")


def _moments(starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    starts, ends = local(starts_at), local(ends_at)
    if starts.fold or ends.fold:
        # The hour that comes twice in October: local time alone can't say which, so UTC does.
        return starts.astimezone(UTC), ends.astimezone(UTC)
    return starts, ends


def _plain(text: str) -> str:
    """Leave out control characters that RFC 5545 does not allow in text."""
    return "".join(char for char in text if char in "\n\t" or (char >= " " and char != "\x7f"))
