"""The public calendar: what happens when, and the feed to subscribe to."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import condition, require_safe

from common import clock, ics
from holiday_calendar import figures
from neighbourhoods.models import District

# School years that a page can be asked for; before the first and after the last nothing is entered.
FIRST_YEAR, LAST_YEAR = 2010, 2099


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """Show a school year: its breaks, then what happens month by month, for one district or all."""
    today = clock.today()
    day = _asked_year(request) or today
    first, last = figures.wheel_days(day)
    is_current = first <= today <= last
    shows_all = not is_current or request.GET.get("visa") == "hela"
    district = _asked_district(request)
    lines = figures.lines(request.user, first, last, district)
    from_day = first if shows_all else today
    context = {
        "first": first,
        "label": figures.year_label(day),
        "previous": _neighbour(first.year - 1),
        "next": _neighbour(first.year + 1),
        "school_years": figures.school_years(request.user, day),
        "breaks": [line for line in lines if line.kind in ("break", "day")],
        "months": figures.months([line for line in lines if line.last_day >= from_day], from_day),
        "next_break": figures.next_break(request.user, today) if is_current else None,
        "today": today,
        "week": today.isocalendar().week,
        "is_current": is_current,
        "shows_all": shows_all,
        "district": district,
        "districts": District.objects.all(),
        "feed_url": _feed_url(request, district),
        "sees_internal": request.user.has_perm("calendar.see_internal_items"),
    }
    return render(request, "calendar/year.html", context)


def _asked_year(request: HttpRequest) -> date | None:
    asked = request.GET.get("lasar", "")
    if not asked:
        return None
    match = re.fullmatch(r"(\d{4})-(\d{2})", asked)
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR or (int(match[1]) + 1) % 100 != int(match[2]):
        raise Http404
    return date(int(match[1]), 8, 1)


def _neighbour(year: int) -> str | None:
    return f"{year}-{(year + 1) % 100:02d}" if FIRST_YEAR <= year <= LAST_YEAR else None


def _asked_district(request: HttpRequest) -> District | None:
    slug = request.GET.get("kommundel", "")
    return get_object_or_404(District, slug=slug.replace("\x00", "")) if slug else None


def _feed_url(request: HttpRequest, district: District | None) -> str:
    address = request.build_absolute_uri(reverse("calendar:feed"))
    return f"{address}?kommundel={district.slug}" if district else address


def _feed_version(request: HttpRequest) -> figures.FeedVersion:
    return figures.feed_version(AnonymousUser(), clock.today(), _asked_district(request))


def _feed_etag(request: HttpRequest) -> str:
    return f'"{_feed_version(request).etag}"'


def _feed_changed(request: HttpRequest) -> datetime | None:
    return _feed_version(request).changed_at


@require_safe
@condition(etag_func=_feed_etag, last_modified_func=_feed_changed)
def feed(request: HttpRequest) -> HttpResponse:
    """Give the public calendar to subscribe to: the same for everyone, signed in or not, and in Swedish."""
    district = _asked_district(request)
    with override(settings.LANGUAGE_CODE):
        name = _("Holidays and weekends in %(place)s") % {"place": district or settings.MUNICIPALITY}
        body = ics.feed(name, figures.feed_events(AnonymousUser(), clock.today(), district))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="kalender.ics"'
    response["Cache-Control"] = "public, max-age=900"
    return response
