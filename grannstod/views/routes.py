"""The leader's pages of routes and of the checklist."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from grannstod import services
from grannstod.figures.steps import lines_of
from grannstod.forms.routes import ChecklistForm, RouteForm
from grannstod.models import ChecklistVersion, Route
from grannstod.views.pages import form_page
from grannstod.views.people import require

PLAN = "grannstod.plan_shifts"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """List the routes, and add one."""
    require(request, PLAN)
    form = RouteForm(request.POST or None)
    lost = Count("stops", filter=Q(stops__area=None))
    routes = Route.objects.select_related("patrol_area").prefetch_related("stops__area").annotate(lost=lost)
    routes = routes.order_by("-is_active", "name")
    more = {"routes": routes}
    return form_page(request, form, "grannstod/routes.html", save=partial(_save, request, form), more=lambda: more)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def route(request: HttpRequest, route_id: int) -> HttpResponse:
    """Change a route. It takes effect on the next patrol."""
    require(request, PLAN)
    found = get_object_or_404(Route, pk=route_id)
    back = {"name": str(found), "back": reverse("grannstod:routes"), "back_to": _("Routes")}
    form = RouteForm(request.POST or None, instance=found)
    return form_page(request, form, "grannstod/change.html", save=partial(_save, request, form), more=lambda: back)


def _save(request: HttpRequest, form: RouteForm) -> HttpResponse:
    data = form.cleaned_data
    services.save_route(route=form.instance, districts=data["districts"], stops=data["stops"])
    messages.success(request, _("Saved. It takes effect on the next patrol."))
    return redirect("grannstod:routes")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def checklist(request: HttpRequest) -> HttpResponse:
    """Change the checklist: what is saved is the next version."""
    user = require(request, PLAN)
    version = ChecklistVersion.objects.in_force()
    form = ChecklistForm(request.POST) if request.method == "POST" else ChecklistForm.of(list(lines_of(version)))

    def save() -> HttpResponse:
        services.write_checklist(lines=[*form.cleaned_data["before"], *form.cleaned_data["after"]], by=user)
        messages.success(request, _("Saved. It takes effect on the next patrol."))
        return redirect("grannstod:checklist")

    return form_page(request, form, "grannstod/checklist.html", save=save, more=lambda: {"version": version})
