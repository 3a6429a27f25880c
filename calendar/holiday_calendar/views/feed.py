"""The feed that calendars subscribe to."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import condition, require_safe

from common import clock, ics
from holiday_calendar import figures
from holiday_calendar.views.asked import asked_district


def _feed_version(request: HttpRequest) -> figures.FeedVersion:
    return figures.feed_version(AnonymousUser(), clock.today(), asked_district(request))


def _feed_etag(request: HttpRequest) -> str:
    return f'"{_feed_version(request).etag}"'


def _feed_changed(request: HttpRequest) -> datetime | None:
    return _feed_version(request).changed_at


@require_safe
@condition(etag_func=_feed_etag, last_modified_func=_feed_changed)
def feed(request: HttpRequest) -> HttpResponse:
    """Give the public calendar to subscribe to: the same for everyone, signed in or not, and in Swedish."""
    district = asked_district(request)
    with override(settings.LANGUAGE_CODE):
        name = _("Holidays and weekends in %(place)s") % {"place": district or settings.MUNICIPALITY}
        body = ics.feed(name, figures.feed_events(AnonymousUser(), clock.today(), district))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="kalender.ics"'
    response["Cache-Control"] = "public, max-age=900"
    return response
