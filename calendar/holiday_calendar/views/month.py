"""The public calendar as a table: one month at a time."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common import clock
from holiday_calendar import figures
from holiday_calendar.figures import Line
from holiday_calendar.views.asked import FIRST_YEAR, LAST_YEAR, asked_month, asked_narrow, narrow_query

MOST_IN_A_DAY = 6
MOST_READ = 1500

Day = tuple[date, list[Line], int]


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """Show a month week by week; a day with much shows its first lines and the way to the rest."""
    today = clock.today()
    first, last = figures.month_days(asked_month(request) or today)
    to = asked_narrow(request)
    start, end = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
    found = figures.lines(request.user, start, end, to, most=MOST_READ)
    days = [_day(start + timedelta(days=number), found) for number in range((end - start).days + 1)]
    query = narrow_query(to)
    before, after = first - timedelta(days=1), last + timedelta(days=1)
    context = {
        "month": first,
        "today": today,
        "weekdays": [day for day, _lines, _more in days[:7]],
        "weeks": [(days[at][0].isocalendar().week, days[at : at + 7]) for at in range(0, len(days), 7)],
        "previous": before.replace(day=1) if before.year >= FIRST_YEAR else None,
        "next": after if after.year <= LAST_YEAR else None,
        "more": f"&{query}" if query else "",
    }
    return render(request, "calendar/month.html", context)


def _day(day: date, found: list[Line]) -> Day:
    lines = [line for line in found if line.first_day <= day <= line.last_day]
    return day, lines[:MOST_IN_A_DAY], max(0, len(lines) - MOST_IN_A_DAY)
