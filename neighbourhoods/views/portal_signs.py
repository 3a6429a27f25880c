"""An agent's signs: how they are, with a photo, where they stand, and new ones entered."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.gates import permission_or_404
from neighbourhoods import figures
from neighbourhoods.views.access import area_or_404, person
from neighbourhoods.views.signs import saved, sign_acts, sign_forms


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.use_portal")
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the area's signs to its agent: one is looked at, placed or entered. A worn one is replaced by an order."""
    area = area_or_404(request, slug)
    what = request.POST.get("vad", "") if request.method == "POST" else ""
    forms = sign_forms(request, area, what)
    if saved(forms, sign_acts(forms, area, person(request)), what):
        messages.success(request, _("Thank you! It is noted."))
        return redirect("neighbourhoods:portal_signs", slug=area.slug)
    context = {"area": area, "signs": figures.signs_of(area), "wrong": what, **forms}
    context["orders"] = area.sign_orders.open().select_related("replaces")
    return render(request, "neighbourhoods/portal_signs.html", context, status=422 if what else 200)
