"""The public calendar: what happens when, as a list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common import clock
from holiday_calendar import figures
from holiday_calendar.models import BreakRoom, CalendarItem
from holiday_calendar.querysets import Narrow
from holiday_calendar.views.asked import asked_month, asked_narrow, asked_year, narrow_query, neighbour
from neighbourhoods.models import District, Organisation

# So many lines are read at a time: a year with more is shown month by month, a month with more in pages.
MOST_LINES = 200


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """Show a school year: its breaks, then what happens month by month, for one district or all."""
    today, month = clock.today(), asked_month(request)
    day = asked_year(request) or month or today
    first, last = figures.wheel_days(day)
    is_current = first <= today <= last
    to = asked_narrow(request)
    shows_all = not is_current or request.GET.get("visa") == "hela"
    span = _span(request, first if shows_all else today, last, month, to)
    pages = Paginator(figures.lines(request.user, *span, to), MOST_LINES)
    shown = pages.get_page(request.GET.get("sida"))
    context = {
        **_around(request, day, today, to),
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


def _around(request: HttpRequest, day: date, today: date, to: Narrow) -> dict[str, Any]:
    """Return what frames the year: its name, today, the districts to choose from and the feed."""
    query, feed = narrow_query(to), request.build_absolute_uri(reverse("calendar:feed"))
    feed = f"{feed}?{query}" if query else feed
    return {
        "label": figures.year_label(day),
        "school_years": figures.school_years(request.user, day),
        "today": today,
        "week": today.isocalendar().week,
        "to": to,
        "district": to.district,
        "districts": District.objects.all(),
        "owners": _owners(request, day),
        "only": query,
        "more": f"&{query}" if query else "",
        "feed_url": feed,
        "subscribe_url": f"webcal:{feed.partition(':')[2]}",  # phones and Outlook subscribe to it rather than fetch it
        "sees_internal": request.user.has_perm("calendar.see_internal_items"),
        "has_rooms": BreakRoom.objects.visible_to(request.user).exists(),
    }


def _span(request: HttpRequest, start: date, last: date, month: date | None, to: Narrow) -> tuple[date, date]:
    """Return the days to list: what was asked for, or one month where the year holds too much to read at once."""
    if month is None and figures.count_items(request.user, start, last, to) <= MOST_LINES:
        return start, last
    chosen = month or start.replace(day=1)
    return (chosen if month else start), figures.month_days(chosen)[1]


def _owners(request: HttpRequest, day: date) -> QuerySet[Organisation]:
    """Return the organisations that hold something that the person may see in the year."""
    held = CalendarItem.objects.visible_to(request.user).released().between(*figures.wheel_days(day))
    return Organisation.objects.filter(pk__in=held.exclude(owner=None).values("owner"))[:200]
