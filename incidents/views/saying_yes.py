"""The page of the letter that asks an address whether it wants to hear what happens to a report."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.signed_links import secret_page
from incidents import services


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def say_yes(request: HttpRequest, token: str) -> HttpResponse:
    """Follow a report by mail. Only the button does it: mail scanners follow links."""
    asked = services.asked_by_yes_token(token)
    if asked is None:
        return render(request, "incidents/say_yes.html", status=410)
    if request.method != "POST":
        return render(request, "incidents/say_yes.html", {"report": asked[0].report})
    services.say_yes(token=token)
    messages.success(request, _("Thank you. We write when something happens."))
    return redirect("incidents:follow", token=services.follow_token(asked[0].form_token))
