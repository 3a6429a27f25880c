"""All one's own reports: asked for by address, shown by the link that was mailed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common import limits
from common.signed_links import secret_page
from incidents import services
from incidents.forms.own import OwnReportsForm

DAY = 24 * 60 * 60
ASKS_A_DAY, MAILS_A_DAY = 20, 5


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the link. The answer is the same whether there are reports or not."""
    form = OwnReportsForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "incidents/own_ask.html", {"form": form}, status=422 if form.errors else 200)
    email, network = form.cleaned_data["email"], limits.client_network(request)
    if not limits.within_limit("own-reports", network, most=ASKS_A_DAY, seconds=DAY):
        form.add_error(None, _("Much has come from here today. Try again tomorrow, or call us."))
        return render(request, "incidents/own_ask.html", {"form": form}, status=429)
    if limits.within_limit("own-reports-mail", email, most=MAILS_A_DAY, seconds=DAY):
        services.ask_for_own(email=email)
    return render(request, "incidents/own_ask.html", {"form": form, "is_asked": True})


@secret_page
@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    """List the reports of the address a link was mailed to."""
    found = services.own_reports(token)
    if found is None:
        raise Http404
    return render(request, "incidents/own.html", {"reports": found})
