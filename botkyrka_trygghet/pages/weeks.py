"""Eight weeks ahead on the desk: breaks and meetings, letters with their dates, patrols. No rules here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common import clock
from grannstod import cards as grannstod_cards
from holiday_calendar import cards as calendar_cards
from newsletters import cards as letter_cards

WEEKS = 8
MOST_LETTERS = 12


@dataclass(frozen=True)
class Entry:
    """One thing that comes, on its first day."""

    day: date
    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Week:
    """An ISO week by its Monday, with what comes in it, in order of day."""

    first_day: date
    entries: list[Entry]

    @property
    def number(self) -> int:
        """Return the ISO week number."""
        return self.first_day.isocalendar().week


def ahead(user: User) -> list[Week]:
    """Return this week from today and the seven that follow, those without anything too."""
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    last = monday + timedelta(weeks=WEEKS, days=-1)
    entries = [*_calendar(user, today, last), *_letters(user), *_patrols(user, today, last)]
    found = sorted((one for one in entries if today <= one.day <= last), key=lambda one: (one.day, one.title))
    mondays = [monday + timedelta(weeks=number) for number in range(WEEKS)]
    return [Week(first, [one for one in found if first <= one.day < first + timedelta(days=7)]) for first in mondays]


def _calendar(user: User, today: date, last: date) -> Iterator[Entry]:
    """Yield what stands in the calendar; what runs already stands on today."""
    for line in calendar_cards.ahead(user, (last - today).days):
        yield Entry(max(line.first_day, today), line.name, line.place, reverse("calendar:year"))


def _letters(user: User) -> Iterator[Entry]:
    """Yield, for each letter, the day its texts are due and the day it leaves."""
    for letter in letter_cards.upcoming(user, MOST_LETTERS):
        named = _("Newsletter %(name)s") % {"name": letter.glyph}
        yield Entry(letter.text_due_on, named, _("texts ready"), letter.url)
        yield Entry(clock.local(letter.send_at).date(), named, _("is sent"), letter.url)


def _patrols(user: User, today: date, last: date) -> Iterator[Entry]:
    """Yield one line a week: how many shifts there are, and how many still lack somebody."""
    weeks: dict[date, list[bool]] = {}
    days: dict[date, date] = {}
    for shift in grannstod_cards.ahead(user, (last - today).days + 1):
        day = clock.local(shift.starts_at).date()
        monday = day - timedelta(days=day.weekday())
        days.setdefault(monday, day)
        weeks.setdefault(monday, []).append(shift.has_full_crew)
    for monday, full in weeks.items():
        words = ngettext("%(n)d shift", "%(n)d shifts", len(full)) % {"n": len(full)}
        lacking = full.count(False)
        note = ngettext("%(n)d lacks somebody", "%(n)d lack somebody", lacking) % {"n": lacking} if lacking else ""
        yield Entry(days[monday], f"Grannstöd: {words}", note, reverse("grannstod:shifts"))
