"""The public calendar: what happens when, as a list."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common import clock
from holiday_calendar import figures
from holiday_calendar.views.asked import asked_district, asked_month, asked_year, neighbour
from neighbourhoods.models import District

# So many lines are read at a time: a year with more is shown month by month, a month with more in pages.
MOST_LINES = 200


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """Show a school year: its breaks, then what happens month by month, for one district or all."""
    today, month = clock.today(), asked_month(request)
    day = asked_year(request) or month or today
    first, last = figures.wheel_days(day)
    is_current = first <= today <= last
    district = asked_district(request)
    shows_all = not is_current or request.GET.get("visa") == "hela"
    span = _span(request, first if shows_all else today, last, month, district)
    pages = Paginator(figures.lines(request.user, *span, district), MOST_LINES)
    shown = pages.get_page(request.GET.get("sida"))
    context = {
        **_around(request, day, today, district),
        "first": first,
        "previous": neighbour(first.year - 1),
        "next": neighbour(first.year + 1),
        "breaks": figures.school_lines(request.user, first, last),
        "months": figures.months(list(shown), span[0]),
        "shown": shown,
        "by_month": span != (first if shows_all else today, last),
        "year_months": figures.year_months(first),
        "month": span[0].replace(day=1),
        "next_break": figures.next_break(request.user, today) if is_current else None,
        "is_current": is_current,
        "shows_all": shows_all,
    }
    return render(request, "calendar/year.html", context)


def _around(request: HttpRequest, day: date, today: date, district: District | None) -> dict[str, Any]:
    """Return what frames the year: its name, today, the districts to choose from and the feed."""
    return {
        "label": figures.year_label(day),
        "school_years": figures.school_years(request.user, day),
        "today": today,
        "week": today.isocalendar().week,
        "district": district,
        "districts": District.objects.all(),
        "feed_url": _feed_url(request, district),
        "sees_internal": request.user.has_perm("calendar.see_internal_items"),
    }


def _span(
    request: HttpRequest, start: date, last: date, month: date | None, district: District | None
) -> tuple[date, date]:
    """Return the days to list: what was asked for, or one month where the year holds too much to read at once."""
    if month is None and figures.count_items(request.user, start, last, district) <= MOST_LINES:
        return start, last
    chosen = month or start.replace(day=1)
    end = chosen.replace(day=monthrange(chosen.year, chosen.month)[1])
    return (chosen if month else start), end


def _feed_url(request: HttpRequest, district: District | None) -> str:
    address = request.build_absolute_uri(reverse("calendar:feed"))
    return f"{address}?kommundel={district.slug}" if district else address
