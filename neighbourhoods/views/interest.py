"""Take part in Grannsamverkan: anybody sees whether there is an area at home, and may leave an interest."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from common.limits import client_network, within_limit
from common.signed_links import secret_page
from neighbourhoods import figures, services
from neighbourhoods.forms import InterestForm

DAY = 86_400
SENT_A_DAY, MAILS_A_DAY, SEARCHES_A_DAY = 20, 3, 300


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Find the home, tell what there is, and take the interest in."""
    if request.method == "POST":
        return _take_in(request)
    words = " ".join(request.GET.get("adress", "").replace("\x00", "").split())[: figures.LONGEST_QUERY]
    if not words:
        return render(request, "neighbourhoods/interest.html", {})
    if not within_limit("interest-search", client_network(request), most=SEARCHES_A_DAY, seconds=DAY):
        return _too_many(request, {"words": words})
    found = figures.whereabouts(words, _position(request))
    if found.choices or found.is_outside:
        return render(request, "neighbourhoods/interest.html", {"words": words, "found": found})
    where = {"latitude": found.place.latitude, "longitude": found.place.longitude} if found.place else {}
    form = InterestForm(initial={"address": found.words} | where)
    return render(request, "neighbourhoods/interest.html", {"words": words, "found": found, "form": form})


def _position(request: HttpRequest) -> tuple[float, float] | None:
    try:
        lat, lon = float(request.GET.get("lat", "")), float(request.GET.get("lon", ""))
    except ValueError:
        return None
    return (lat, lon) if math.isfinite(lat) and math.isfinite(lon) else None


def _take_in(request: HttpRequest) -> HttpResponse:
    form = InterestForm(request.POST)
    context: dict[str, Any] = {"form": form, "words": request.POST.get("address", "")[:200]}
    if not form.is_valid():
        return render(request, "neighbourhoods/interest.html", context, status=422)
    data = form.cleaned_data
    network = within_limit("interest", client_network(request), most=SENT_A_DAY, seconds=DAY)
    if not network or not within_limit("interest-mail", data["email"], most=MAILS_A_DAY, seconds=DAY):
        return _too_many(request, context)
    try:
        services.register_interest(
            name=data["name"],
            email=data["email"],
            phone=data["phone"],
            home=services.Home(data["address"], data["latitude"], data["longitude"]),
            wants_to_be_agent=data["wants_to_be_agent"],
            language=get_language() or settings.LANGUAGE_CODE,
            form_token=data["form_token"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return render(request, "neighbourhoods/interest.html", context, status=422)
    return redirect("neighbourhoods:interest_thanks")


def _too_many(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    notice = _("Many have come from here today. Try again tomorrow, or call us.")
    return render(request, "neighbourhoods/interest.html", context | {"notice": notice}, status=429)


@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way; the same to everybody, so that nobody learns who has been here before."""
    return render(request, "neighbourhoods/interest_thanks.html", {"days": settings.INTEREST_UNCONFIRMED_DAYS})


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """Show a person what is written down; confirm it, or take it back. A link that mail programs open does nothing."""
    person = services.by_interest_token(token)
    if person is None:
        raise Http404
    context: dict[str, Any] = {"person": person}
    if request.method == "POST":
        if request.POST.get("gor") == "ta-tillbaka":
            services.withdraw_interest(person=person)
            return render(request, "neighbourhoods/interest_gone.html")
        services.confirm_interest(person=person)
        context["confirmed"] = True
    return render(request, "neighbourhoods/interest_own.html", context)
