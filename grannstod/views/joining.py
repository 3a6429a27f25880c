"""Join Grannstöd: anybody may ask; the person's own page confirms, shows and takes back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from common.limits import client_network, within_limit
from common.signed_links import secret_page
from grannstod import services
from grannstod.forms.joining import JoinForm

DAY = 86_400
SENT_A_DAY, MAILS_A_DAY = 20, 3


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Take in somebody's wish to join."""
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "grannstod/join.html", {"form": form})
    if not form.is_valid():
        return render(request, "grannstod/join.html", {"form": form}, status=422)
    asked = form.asked()
    network = within_limit("grannstod-join", client_network(request), most=SENT_A_DAY, seconds=DAY)
    if not network or not within_limit("grannstod-join-mail", asked.email, most=MAILS_A_DAY, seconds=DAY):
        notice = _("Many have come from here today. Try again tomorrow, or call us.")
        return render(request, "grannstod/join.html", {"form": form, "notice": notice}, status=429)
    services.ask_to_join(
        asked=asked, language=get_language() or settings.LANGUAGE_CODE, form_token=form.cleaned_data["form_token"]
    )
    return redirect("grannstod:join_thanks")


@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way; the same to everybody, so that nobody learns who has been here before."""
    return render(request, "grannstod/join_thanks.html", {"days": settings.INTEREST_UNCONFIRMED_DAYS})


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """Show a person what is written down; confirm it, or take it back. A link that mail programs open does nothing."""
    applicant = services.by_applicant_token(token)
    if applicant is None:
        raise Http404
    context: dict[str, Any] = {"applicant": applicant}
    if request.method == "POST":
        if request.POST.get("gor") == "ta-tillbaka":
            services.forget_applicant(applicant=applicant)
            return render(request, "grannstod/join_gone.html")
        services.confirm_applicant(applicant=applicant)
        applicant.refresh_from_db()
        context["confirmed"] = True
    return render(request, "grannstod/join_own.html", context)
