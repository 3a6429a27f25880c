"""The year wheel: as a page with its list beside, and as a picture that other sites may show."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import condition, require_safe

from common import clock
from holiday_calendar import figures
from holiday_calendar.views.asked import asked_year, neighbour

if TYPE_CHECKING:
    from holiday_calendar.figures import Line

# The list beside the wheel: more than this is read month by month.
MOST_BESIDE = 80
PLANS = "calendar.change_calendaritem"


@require_safe
def wheel(request: HttpRequest) -> HttpResponse:
    """Show the whole school year at once: a ring each for what we do, breaks and activities outside."""
    today = clock.today()
    day = asked_year(request) or today
    page = figures.wheel_page(request.user, day)
    is_current = page.first_day <= today <= page.last_day
    beside = figures.wheel_list(request.user, today if is_current else page.first_day, page, most=MOST_BESIDE)
    context = {
        "page": page,
        "legend": figures.legend(page),
        "months": [(month, list(lines)) for month, lines in groupby(beside, key=_month)],
        "is_current": is_current,
        "today": today,
        "week": today.isocalendar().week,
        "previous": neighbour(page.first_day.year - 1),
        "this": neighbour(page.first_day.year),
        "next": neighbour(page.first_day.year + 1),
        "picture": request.build_absolute_uri(reverse("calendar:wheel_picture")),
        "is_cut": len(beside) == MOST_BESIDE,
        "school_years": figures.school_years(request.user, day),
        "states": figures.break_states(page.first_day, page.last_day) if request.user.has_perm(PLANS) else [],
        "sees_internal": request.user.has_perm("calendar.see_internal_items"),
    }
    return render(request, "calendar/wheel.html", context)


def _month(line: Line) -> date:
    return line.first_day.replace(day=1)


def _picture_etag(request: HttpRequest) -> str:
    version = figures.feed_version(AnonymousUser(), clock.today())
    return f'"{version.etag}-{clock.today()}-{request.GET.get("lasar", "")[:7]}"'.encode("ascii", "ignore").decode()


@require_safe
@condition(etag_func=_picture_etag)
def picture(request: HttpRequest) -> HttpResponse:
    """Give the public wheel as an SVG of its own, in Swedish, the same for everyone: for the municipality's site."""
    with override(settings.LANGUAGE_CODE):
        page = figures.wheel_page(AnonymousUser(), asked_year(request) or clock.today())
    response = HttpResponse(page.svg, content_type="image/svg+xml; charset=utf-8")
    response["Cache-Control"] = "public, max-age=900"
    response["Access-Control-Allow-Origin"] = "*"
    return response
