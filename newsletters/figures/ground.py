"""What the house knows on the day a letter leaves, asked for once and used by every variant of the letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock
from holiday_calendar.figures import Line, coming
from neighbourhoods.figures import trainings
from neighbourhoods.models import District
from newsletters.figures.local import SOURCES, Place, Source, Statistics

AHEAD = timedelta(days=75)
MOST_TRAININGS, MOST_DAYS = 4, 6


@dataclass(frozen=True)
class Item:
    """Something that is coming, on one line: when, what, and where one reads more."""

    when: str
    title: str
    detail: str = ""
    url: str = ""


class Ground:
    """Figures, trainings and the calendar, each read when a block first needs it, in the language then active."""

    def __init__(self) -> None:
        self._trainings: dict[str, list[Item]] = {}
        self._days: dict[tuple[str, str], list[Item]] = {}

    @cached_property
    def sources(self) -> list[Source]:
        """Return every source, with all its places counted."""
        return [count() for count in SOURCES]

    def statistics(self, place: Place) -> list[Statistics]:
        """Return what each source can show of a place."""
        return [statistics for source in self.sources for statistics in source.statistics(place)]

    def trainings(self, language: str) -> list[Item]:
        """Return the trainings anybody may come to."""
        if language not in self._trainings:
            until = clock.now() + AHEAD
            self._trainings[language] = [_training(one) for one in trainings.coming(until=until)[:MOST_TRAININGS]]
        return self._trainings[language]

    def days(self, district: District | None, language: str) -> list[Item]:
        """Return what is coming in the public calendar, of a district and of the whole municipality."""
        key = (district.slug if district else "", language)
        if key not in self._days:
            lines = coming(AnonymousUser(), clock.today(), days=AHEAD.days, limit=MOST_DAYS, district=district)
            self._days[key] = [_day(line) for line in lines]
        return self._days[key]


def _address(path: str) -> str:
    return str(settings.BASE_URL).rstrip("/") + path


def _training(one: trainings.ComingTraining) -> Item:
    left = ngettext("%(count)d place left", "%(count)d places left", one.seats_left) % {"count": one.seats_left}
    seats = left if one.seats_left else _("full, with a waiting list")
    return Item(_moment(one.starts_at), one.title, f"{one.venue}. {seats}.", _address(one.url))


def _day(line: Line) -> Item:
    name = _("%(name)s (to be confirmed)") % {"name": line.name} if line.is_unsure else line.name
    return Item(_when(line), name, line.place, _address(line.address or reverse("calendar:year")))


def _when(line: Line) -> str:
    if line.starts_at is not None and line.is_one_day:
        return _moment(line.starts_at)
    if line.is_one_day:
        return _short(line.first_day)
    return f"{_short(line.first_day)}–{_short(line.last_day)}"


def _short(day: date) -> str:
    return date_format(day, "j F")


def _moment(moment: datetime) -> str:
    return date_format(clock.local(moment), "j F H.i")
