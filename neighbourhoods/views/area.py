"""The coordinator's page of one area, and what can be done there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.services import audit, create_person
from common import clock
from common.gates import permission_or_404
from neighbourhoods import figures, services
from neighbourhoods.forms import AppointForm, EndForm
from neighbourhoods.lifecycle import MOVES, AreaStatus
from neighbourhoods.models import Area, Circle, ContactAgent, Measure
from neighbourhoods.views.access import area_or_404, person, untrained_names


@require_GET
@permission_or_404("neighbourhoods.see_all_areas")
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything about an area. Agents' contact data is read here, so the reading is logged."""
    area = area_or_404(request, slug)
    agents = list(area.agents.select_related("user").order_by("-period", "pk"))
    if agents:
        audit(
            actor=person(request), action="area.agents_read", object_type="neighbourhoods.area", object_id=str(area.pk)
        )
    return render(request, "neighbourhoods/area.html", _context(request, area, agents))


def _context(request: HttpRequest, area: Area, agents: list[ContactAgent]) -> dict[str, Any]:
    today = clock.today()
    return {
        "area": area,
        "current": [agent for agent in agents if agent.is_current(today)],
        "coming": [agent for agent in agents if agent.starts_on and agent.starts_on > today],
        "former": [agent for agent in agents if agent.ends_on and agent.ends_on <= today],
        "events": area.events.select_related("actor").order_by("-at", "-pk"),
        "moves": [status for status in AreaStatus if status in MOVES[AreaStatus(area.status)]],
        "may_change": request.user.has_perm("neighbourhoods.change_area"),
        "may_appoint": request.user.has_perm("neighbourhoods.add_contactagent"),
        "sketch": figures.sketch(area),
        "reasons": figures.reasons(area),
        "untrained": untrained_names(request, area),
        "revival": area.revivals.open().first(),
        "measures": Measure.objects.reaching(area).select_related("organisation", "area", "district"),
        "startup": area.startups.order_by("-opened_at").first(),
        "circle": Circle.objects.filter(area=area).first(),
        "neighbours": figures.circle_size(area),
    }


@require_POST
@permission_or_404("neighbourhoods.see_all_areas", "neighbourhoods.change_area")
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Move the area in its life."""
    area = area_or_404(request, slug)
    to = request.POST.get("till", "")
    if to not in AreaStatus.values:
        raise Http404
    try:
        services.move_area(area=area, to=AreaStatus(to), by=person(request), reason="by_coordinator")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(area)s is now %(status)s.") % _words(area))
    return redirect("neighbourhoods:area", slug=area.slug)


def _words(area: Area) -> dict[str, str]:
    return {"area": area.name, "status": str(AreaStatus(area.status).label)}


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.see_all_areas", "neighbourhoods.add_contactagent")
def appoint(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Appoint a contact agent."""
    area = area_or_404(request, slug)
    may_add = request.user.has_perm("accounts.invite")
    form = AppointForm(request.POST or None, may_add_people=may_add, initial={"starts_on": clock.today()})
    if form.is_valid():
        try:
            appointment = _appoint(area, dict(form.cleaned_data), person(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(person)s is now contact agent.") % {"person": appointment.user})
            return redirect("neighbourhoods:area", slug=area.slug)
    return render(request, "neighbourhoods/appoint.html", {"area": area, "form": form})


@transaction.atomic
def _appoint(area: Area, data: dict[str, Any], by: User) -> ContactAgent:
    email, full_name, phone = data.pop("email"), data.pop("full_name"), data.pop("phone")
    user, tell = data.pop("user"), data.pop("tell")
    user = user or create_person(email=email, full_name=full_name, phone=phone)
    appointment = services.appoint_agent(user=user, area=area, by=by, **data)
    if tell:
        services.tell_agent(appointment=appointment, by=by)
    return appointment


@require_POST
@permission_or_404("neighbourhoods.see_all_areas", "neighbourhoods.change_contactagent")
def tell(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Mail an agent of the appointment, for the first time or again."""
    appointment = _appointment_or_404(request, area_or_404(request, slug), pk)
    try:
        services.tell_agent(appointment=appointment, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The mail is on its way to %(person)s.") % {"person": appointment.user})
    return redirect("neighbourhoods:area", slug=slug)


def _appointment_or_404(request: HttpRequest, area: Area, pk: int) -> ContactAgent:
    held = ContactAgent.objects.visible_to(request.user).filter(area=area, pk=pk).select_related("user", "area")
    appointment: ContactAgent | None = held.first()
    if appointment is None:
        raise Http404
    return appointment


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.see_all_areas", "neighbourhoods.change_contactagent")
def end(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Let an appointment end after a last day, or prolong one that has one."""
    area = area_or_404(request, slug)
    appointment = _appointment_or_404(request, area, pk)
    form = EndForm(request.POST or None, initial={"last_day": appointment.last_day or clock.today()})
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        try:
            services.set_last_day(appointment=appointment, last_day=last_day, by=person(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            got, none = _("The appointment has got its last day."), _("The appointment goes on until further notice.")
            messages.success(request, got if last_day else none)
            return redirect("neighbourhoods:area", slug=area.slug)
    return render(request, "neighbourhoods/end.html", {"area": area, "appointment": appointment, "form": form})
