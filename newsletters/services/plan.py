"""The year's plan: when issues go out, and by when their text and approval must be there."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction

from common import clock
from newsletters.models import Issue, Series
from post.services import ensure_list

SEND_AT = time(9)
PLANS_AHEAD_FROM = 11  # November
TEXT_LEAD, APPROVE_LEAD = timedelta(days=7), timedelta(days=3)
# Nobody reads a letter in July: the year's issues share the other eleven months.
MONTHS = (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12)


def sending_days(year: int, issues_per_year: int) -> list[date]:
    """Return the days of a year's issues: even spread, mid-month, the first working Tuesday-to-Thursday found."""
    days: list[date] = []
    for number in range(issues_per_year):
        month = MONTHS[int((number + 0.5) * len(MONTHS) / issues_per_year)]
        taken = [day for day in days if day.month == month]
        day = date(year, month, 10) if not taken else taken[-1] + timedelta(days=max(1, 20 // issues_per_year))
        while not (clock.is_working_day(day) and day.weekday() in (1, 2, 3)):
            day += timedelta(days=1)
        days.append(day)
    return days


def _working_day(day: date) -> date:
    while not clock.is_working_day(day):
        day -= timedelta(days=1)
    return day


def open_series(series: Series) -> None:
    """Make the mailing list of a series that a coordinator has added or renamed."""
    ensure_list(key=series.list_key, title=series.title)


@transaction.atomic
def plan_year(*, series: Series, year: int) -> list[Issue]:
    """Lay out a year's issues with their dates. Running it again fills gaps and changes nothing else.

    Of a year that has begun, days that have passed get no issue: nobody promised them, and they would be late at once.
    """
    today = clock.today()
    held = {issue.number: issue for issue in Issue.objects.filter(series=series, year=year, correction=0)}
    for number, day in enumerate(sending_days(year, series.issues_per_year), start=1):
        send_at = datetime.combine(day, SEND_AT, tzinfo=clock.STOCKHOLM)
        if number in held or send_at < clock.now():
            continue
        held[number], _made = Issue.objects.get_or_create(
            series=series,
            year=year,
            number=number,
            correction=0,
            defaults={
                "text_due_on": max(_working_day(day - TEXT_LEAD), today),
                "approve_due_on": max(_working_day(day - APPROVE_LEAD), today),
                "send_at": send_at,
            },
        )
    return [held[number] for number in sorted(held)]


def plan_ahead() -> int:
    """Lay out next year for every series that goes on, from November; return how many.

    A year that nobody remembered to lay out would have no dates, and nobody would be told that they pass. A year
    with any plan at all is left alone.
    """
    today = clock.today()
    if today.month < PLANS_AHEAD_FROM:
        return 0
    going_on = Series.objects.filter(issues__year=today.year).distinct()
    without = going_on.exclude(pk__in=Issue.objects.filter(year=today.year + 1).values("series"))
    return sum(bool(plan_year(series=series, year=today.year + 1)) for series in without)
