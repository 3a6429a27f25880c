"""Reads: the day on which something that happens this year should happen in another."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from common import clock
from holiday_calendar.models import CalendarItem, MovesBy, SchoolBreak
from holiday_calendar.querysets import SEVERAL_A_YEAR


@dataclass(frozen=True)
class Moved:
    """The new day, or none where the rule gives none; and what a person should look at."""

    day: date | None
    note: str = ""


def year_breaks(year: int) -> dict[str, SchoolBreak]:
    """Return the first break of each kind in the school year that begins in August of a year, by its kind.

    Of kinds that come several times a year each one stands by its own word, too (`SchoolBreak.yearly`).
    """
    found: dict[str, SchoolBreak] = {}
    breaks = SchoolBreak.objects.standing().filter(school_year__starts_from__year=year)
    for held in breaks.order_by("-school_year__school_form", "-first_day"):
        found[held.kind] = found[held.yearly] = held
    return found


def break_days(breaks: Mapping[str, SchoolBreak]) -> dict[str, date]:
    """Return the first day of each, by the same words."""
    return {kind: held.first_day for kind, held in breaks.items()}


def moved(item: CalendarItem, years: int, old: Mapping[str, date], new: Mapping[str, date]) -> Moved:
    """Return the day of an item so many years on, by its own rule. `old` and `new` say when the breaks begin."""
    day = item.first_day
    if item.moves_by == MovesBy.BREAK:
        return _with_break(day, _followed(item, old), old, new)
    if item.moves_by == MovesBy.DATE:
        return _looked_at(_same_date(day, years))
    if item.moves_by == MovesBy.WEEKDAY:
        return _looked_at(Moved(_same_weekday(day, years)))
    return _looked_at(_same_week(day, years))


def _followed(item: CalendarItem, old: Mapping[str, date]) -> str:
    """Return which break it follows; of several of a kind its own one, else the one that begins nearest."""
    kind = item.moves_with
    if kind not in SEVERAL_A_YEAR:
        return kind
    if item.of_break and item.of_break.kind == kind:
        return item.of_break.yearly
    each = [word for word in old if word.startswith(f"{kind}:")]
    return min(each, key=lambda word: abs(item.first_day - old[word]), default=kind)


def _with_break(day: date, word: str, old: Mapping[str, date], new: Mapping[str, date]) -> Moved:
    if word not in old or word not in new:
        kind, _colon, key = word.partition(":")
        name = key or (SchoolBreak.Kind(kind).label if kind in SchoolBreak.Kind.values else kind)
        return Moved(None, _("%(name)s is not entered for both years.") % {"name": name})
    return _looked_at(Moved(new[word] + (day - old[word])))


def _same_week(day: date, years: int) -> Moved:
    """The same ISO week and weekday; week 53 becomes week 52 in a year without one, and says so."""
    year, week, weekday = day.isocalendar()
    try:
        return Moved(date.fromisocalendar(year + years, week, weekday))
    except ValueError:
        return Moved(date.fromisocalendar(year + years, 52, weekday), _("That year has no week 53: set to week 52."))


def _same_date(day: date, years: int) -> Moved:
    try:
        return Moved(day.replace(year=day.year + years))
    except ValueError:
        return Moved(date(day.year + years, 2, 28), _("That year has no 29 February: set to the 28th."))


def _same_weekday(day: date, years: int) -> date:
    """The n-th such weekday of the month; a fifth, which not every month has, counts as the last."""
    nth = (day.day - 1) // 7
    first = date(day.year + years, day.month, 1)
    start = first + timedelta(days=(day.weekday() - first.weekday()) % 7)
    found = start + timedelta(weeks=nth)
    in_month = monthrange(first.year, first.month)[1]
    return found if (found - first).days < in_month else found - timedelta(weeks=1)


def _looked_at(found: Moved) -> Moved:
    """Add what a person should know of the new day: a public holiday, a weekend on which it did not stand."""
    assert found.day is not None
    holiday = clock.public_holidays(found.day.year).get(found.day)
    if holiday:
        return Moved(found.day, " ".join(filter(None, [found.note, _("Falls on %(holiday)s.") % {"holiday": holiday}])))
    return found
