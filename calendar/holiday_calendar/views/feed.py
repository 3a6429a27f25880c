"""The feeds that calendars subscribe to, and the same as JSON for other sites."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import condition, require_safe

from common import clock, ics
from holiday_calendar import figures
from holiday_calendar.figures import Line
from holiday_calendar.views.asked import asked_month, asked_narrow, asked_year

MOST_JSON = 2000


def _feed_version(request: HttpRequest) -> figures.FeedVersion:
    return figures.feed_version(AnonymousUser(), clock.today(), asked_narrow(request))


def _feed_etag(request: HttpRequest) -> str:
    return f'"{_feed_version(request).etag}"'


def _feed_changed(request: HttpRequest) -> datetime | None:
    return _feed_version(request).changed_at


@require_safe
@condition(etag_func=_feed_etag, last_modified_func=_feed_changed)
def feed(request: HttpRequest) -> HttpResponse:
    """Give the public calendar to subscribe to: the same for everyone, signed in or not, and in Swedish.

    Narrowed to a district, an organisation, an age or what is open, by the same words as the page.
    """
    to = asked_narrow(request)
    with override(settings.LANGUAGE_CODE):
        name = _("Holidays and weekends in %(place)s") % {"place": to.owner or to.district or settings.MUNICIPALITY}
        body = ics.feed(name, figures.feed_events(AnonymousUser(), clock.today(), to))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="kalender.ics"'
    response["Cache-Control"] = "public, max-age=900"
    return response


def _json_etag(request: HttpRequest) -> str:
    return f'"{_feed_version(request).etag}-{figures.wheel_days(_json_day(request))[0]}-{asked_month(request)}"'


def _json_day(request: HttpRequest) -> Any:
    return asked_year(request) or asked_month(request) or clock.today()


@require_safe
@condition(etag_func=_json_etag)
def data(request: HttpRequest) -> HttpResponse:
    """Give the public calendar of a school year, or a month of it, as JSON: for the municipality's own site."""
    day, month, to = _json_day(request), asked_month(request), asked_narrow(request)
    first, last = figures.month_days(month) if month else figures.wheel_days(day)
    with override(settings.LANGUAGE_CODE):
        found = figures.lines(AnonymousUser(), first, last, to, most=MOST_JSON)
        body = {
            "lasar": figures.year_label(day),
            "fran": first.isoformat(),
            "till": last.isoformat(),
            "ar_hel": figures.count_items(AnonymousUser(), first, last, to) <= MOST_JSON,
            "poster": [_json_line(line) for line in found],
        }
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=900"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _json_line(line: Line) -> dict[str, Any]:
    """Return a line's values; whoever leads an activity is named in its break's room, never here."""
    return {
        "slag": line.kind,
        "namn": line.name,
        "skolform": line.school_form,
        "beskrivning": line.description,
        "forsta_dag": line.first_day.isoformat(),
        "sista_dag": line.last_day.isoformat(),
        "borjar": clock.local(line.starts_at).isoformat() if line.starts_at else None,
        "slutar": clock.local(line.ends_at).isoformat() if line.ends_at else None,
        "plats": line.place,
        "kommundel": line.district,
        "arrangor": line.owner,
        "aldrar": line.ages,
        "oppet": line.is_open,
        "installt": line.is_cancelled,
        "ska_bekraftas": line.is_unsure,
    }
