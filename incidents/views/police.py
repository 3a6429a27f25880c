"""The police's events at the desk: the list, and how many by district and week."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.gates import permission_or_404
from incidents import figures
from incidents.models import PoliceEvent, PoliceFeed

PAGE = 50


@require_safe
@permission_or_404("incidents.see_all_reports")
def police_events(request: HttpRequest) -> HttpResponse:
    """Show what the police have published of the municipality, and whether fetching it works."""
    events = PoliceEvent.objects.visible_to(request.user)
    context = {
        "page": Paginator(events.select_related("district"), PAGE).get_page(request.GET.get("sida", "1")),
        "table": figures.police_by_week(events, nowhere=_("No district named")),
        "feed": PoliceFeed.objects.order_by("-asked_at").first(),
    }
    return render(request, "incidents/police.html", context)
