"""The only clock. Everything that asks what time it is asks here, so that a test or a drill can drive it.

Working hours are Swedish: Monday to Friday 08.00-17.00, not on public holidays nor on the eves that the law makes
equal to them (midsummer, Christmas and New Year's Eve). Which days those are the library `holidays` knows.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.utils import timezone

STOCKHOLM = ZoneInfo("Europe/Stockholm")
OPENS, CLOSES = time(8), time(17)

_driven: ContextVar[datetime | None] = ContextVar("driven_clock", default=None)


def now() -> datetime:
    """Return the current moment, aware."""
    return _driven.get() or timezone.now()


def today() -> date:
    """Return today's date in Stockholm."""
    return now().astimezone(STOCKHOLM).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware moment inside the block, for tests and drills."""
    if moment.tzinfo is None:
        raise ValueError("the clock takes aware moments only")
    token = _driven.set(moment)
    try:
        yield
    finally:
        _driven.reset(token)


def local(moment: datetime) -> datetime:
    """Return the moment on Stockholm's wall clock."""
    return moment.astimezone(STOCKHOLM)


def start_of_day(day: date) -> datetime:
    """Return the first moment of a day in Stockholm, aware."""
    return datetime.combine(day, time.min, tzinfo=STOCKHOLM)


def months_before(day: date, months: int) -> date:
    """Return the same day some months earlier, or that month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=16)
def public_holidays(year: int) -> dict[date, str]:
    """Return Sweden's public holidays of a year by date (source: lag 1989:253, by `holidays`).

    Sundays, which the law also counts, are left out: they are weekends anyway.
    """
    return dict(holidays.country_holidays("SE", years=year, include_sundays=False, language="sv"))


@lru_cache(maxsize=16)
def eves(year: int) -> dict[date, str]:
    """Return the eves of a year by date, weekend or not (source: `holidays`); none that is a public holiday."""
    known = holidays.country_holidays(
        "SE", years=year, include_sundays=False, language="sv", categories=("de_facto", "optional")
    )
    named = {day: name.partition(" (")[0] for day, name in known.items() if day not in public_holidays(year)}
    return {day: name for day, name in named.items() if name.endswith("afton")}


@lru_cache(maxsize=16)
def clamp_days(year: int) -> tuple[date, ...]:
    """Return a year's working days that lie alone between days off (klämdagar), by the working days of `holidays`.

    The library itself names one of them only, the Friday after Ascension Day, whatever the calendar says of others.
    """
    step = timedelta(days=1)
    first = date(year, 1, 1)
    days = (first + number * step for number in range((date(year + 1, 1, 1) - first).days))
    return tuple(
        day for day in days if is_working_day(day) and not is_working_day(day - step) and not is_working_day(day + step)
    )


@lru_cache(maxsize=16)
def _days_off(year: int) -> holidays.HolidayBase:
    """Return public holidays, and the eves that lag 1977:480 § 7 makes equal to them."""
    return holidays.country_holidays(
        "SE", years=year, expand=False, include_sundays=False, categories=("public", "de_facto")
    )


def is_working_day(day: date) -> bool:
    """Tell whether the municipality's offices are open on a day."""
    return bool(_days_off(day.year).is_working_day(day))


def add_working_hours(start: datetime, hours: float) -> datetime:
    """Return the moment when so many working hours have passed since `start`.

    A deadline of "48 hours" that counts round the clock is `start + timedelta(hours=48)` instead.
    """
    moment, left = local(start), timedelta(hours=hours)
    while True:
        opens = datetime.combine(moment.date(), OPENS, tzinfo=STOCKHOLM)
        closes = datetime.combine(moment.date(), CLOSES, tzinfo=STOCKHOLM)
        moment = max(moment, opens)
        if is_working_day(moment.date()) and moment < closes:
            if moment + left <= closes:
                return moment + left
            left -= closes - moment
        moment = datetime.combine(moment.date() + timedelta(days=1), OPENS, tzinfo=STOCKHOLM)


def add_weekday_hours(start: datetime, hours: float) -> datetime:
    """Return the moment when so many hours of working days (round the clock) have passed."""
    moment, left = local(start), timedelta(hours=hours)
    while True:
        midnight = datetime.combine(moment.date() + timedelta(days=1), time.min, tzinfo=STOCKHOLM)
        if is_working_day(moment.date()):
            if moment + left <= midnight:
                return moment + left
            left -= midnight - moment
        moment = midnight
