"""A person's own feed: the page that gives, renews and ends its address, and the feed itself."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from common import clock, ics
from common.signed_links import secret_page
from holiday_calendar import figures, services
from holiday_calendar.models import PersonalFeed


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """Show the address of one's own feed; make a new one, or end it."""
    user = cast(User, request.user)
    if request.method == "POST":
        if request.POST.get("gor") == "sluta":
            services.end_feed(user=user)
        else:
            services.renew_feed(user=user)
        return redirect("calendar:own_feed")
    held = PersonalFeed.objects.filter(user=user).first()
    path = reverse("calendar:own_feed_file", args=[services.feed_token(held)]) if held else ""
    address = settings.BASE_URL.rstrip("/") + path if held else ""
    return render(request, "calendar/own_feed.html", {"address": address})


@secret_page
@require_safe
def file(request: HttpRequest, token: str) -> HttpResponse:
    """Give what the person may see today: a right that is taken back empties the feed, too. 304 when unchanged."""
    reader = services.feed_reader(token)
    if reader is None:
        raise Http404
    etag = f'"{figures.feed_version(reader, clock.today()).etag}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    with override(reader.language):
        body = ics.feed(_("My calendar"), figures.feed_events(reader, clock.today()))
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers={"ETag": etag})
