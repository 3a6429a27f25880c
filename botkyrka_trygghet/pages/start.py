"""The first page, and where a person goes after signing in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from holiday_calendar import cards as calendar_cards
from newsletters import cards as letter_cards


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Three choices, what happens soon, and the latest letters."""
    context = {"soon": calendar_cards.soon(5), "letters": letter_cards.latest(2)}
    return render(request, "pages/start.html", context)


@require_GET
def take_part(request: HttpRequest) -> HttpResponse:
    """How to start Grannsamverkan or join Grannstöd."""
    return render(request, "pages/take_part.html")


@login_required
@require_GET
def onward(request: HttpRequest) -> HttpResponse:
    """Send a person who has signed in to the page that is theirs."""
    ways = (
        ("accounts.use_desk", "desk"),
        ("neighbourhoods.use_portal", "portal"),
        ("grannstod.use_patrol", "grannstod:home"),
        ("incidents.see_all_reports", "incidents:triage"),
    )
    for permission, name in ways:
        if request.user.has_perm(permission):
            return redirect(name)
    return redirect("/konto/")
