"""Reads: the same weeks of an earlier year, by their ISO number: no drift where a year has 53 of them."""

from __future__ import annotations

from datetime import date, timedelta


def back_to_same_week(day: date, years: int) -> timedelta:
    """Return the way back to the week of the same number so many years before, in whole weeks.

    Week 53 of a year whose counterpart has none is set beside the week that follows week 52 there. One way back holds
    for a whole break: its weeks are neither counted twice nor left out.
    """
    year, week, _weekday = day.isocalendar()
    last = date.fromisocalendar(year - years, 52, 1)
    return date.fromisocalendar(year, week, 1) - (last - timedelta(weeks=52 - week))
