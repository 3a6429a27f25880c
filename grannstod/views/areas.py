"""The leader's page of patrol areas: which districts each sees to, and what is covered by none."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from grannstod import services
from grannstod.figures import areas as reads
from grannstod.forms.planning import PatrolAreaForm
from grannstod.models import PatrolArea
from grannstod.views.pages import form_page
from grannstod.views.people import require

PLAN = "grannstod.plan_shifts"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """List the patrol areas with what they don't cover, and add one."""
    require(request, PLAN)
    form = PatrolAreaForm(request.POST or None)
    return form_page(request, form, "grannstod/areas.html", save=partial(_save, request, form), more=_listed)


def _listed() -> dict[str, Any]:
    return {
        "areas": reads.patrol_areas(),
        "uncovered": reads.uncovered_districts(),
        "unrouted": reads.unrouted_districts(),
        "shared": reads.shared_districts(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def area(request: HttpRequest, area_id: int) -> HttpResponse:
    """Change one patrol area."""
    require(request, PLAN)
    found = get_object_or_404(PatrolArea, pk=area_id)
    name = str(found)
    form = PatrolAreaForm(request.POST or None, instance=found)
    back = {"name": name, "back": reverse("grannstod:patrol_areas"), "back_to": _("Patrol areas")}
    return form_page(request, form, "grannstod/change.html", save=partial(_save, request, form), more=lambda: back)


def _save(request: HttpRequest, form: PatrolAreaForm) -> HttpResponse:
    data = form.cleaned_data
    services.save_patrol_area(area=form.instance, districts=data["districts"], routes=data["routes"])
    messages.success(request, _("Saved. Shifts that are laid out keep the area they have."))
    return redirect("grannstod:patrol_areas")
