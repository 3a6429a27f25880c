"""An agent's signs: how they are, with a photo, and new ones entered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.gates import permission_or_404
from neighbourhoods import figures, services
from neighbourhoods.forms import SignCheckForm, SignForm
from neighbourhoods.views.access import area_or_404, person


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.use_portal")
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the area's signs to its agent: one is looked at, or entered. A worn one is replaced by an order."""
    area, by = area_or_404(request, slug), person(request)
    what = request.POST.get("vad", "") if request.method == "POST" else ""
    look = SignCheckForm(request.POST if what == "koll" else None, request.FILES if what == "koll" else None, area=area)
    new = SignForm(request.POST if what == "ny" else None, request.FILES if what == "ny" else None)
    forms: dict[str, tuple[Any, Callable[[], object]]] = {
        "koll": (look, lambda: services.record_sign_check(by=by, **look.cleaned_data)),
        "ny": (new, lambda: services.add_sign(area=area, by=by, **new.cleaned_data)),
    }
    form, save = forms.get(what, (look, lambda: None))
    if what and form.is_valid():
        try:
            save()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Thank you! It is noted."))
            return redirect("neighbourhoods:portal_signs", slug=area.slug)
    context = {"area": area, "signs": figures.signs_of(area), "look": look, "new": new, "wrong": what}
    context["orders"] = area.sign_orders.open().select_related("replaces")
    return render(request, "neighbourhoods/portal_signs.html", context, status=422 if what else 200)
