"""Handing a contact agent's role over: asked, then confirmed. By the coordinator, and by a head agent in the portal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.services import create_person
from common import clock
from common.gates import permission_or_404
from neighbourhoods import services
from neighbourhoods.forms import HandOverForm, PortalHandOverForm
from neighbourhoods.models import ContactAgent
from neighbourhoods.views.access import area_or_404, person


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(
    "neighbourhoods.see_all_areas", "neighbourhoods.add_contactagent", "neighbourhoods.change_contactagent"
)
def hand_over(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Hand an agent's role to somebody found by address, or to a new person."""
    area = area_or_404(request, slug)
    appointment = ContactAgent.objects.visible_to(request.user).filter(area=area, pk=pk).select_related("user").first()
    if appointment is None:
        raise Http404
    may_add = request.user.has_perm("accounts.invite")
    form = HandOverForm(request.POST or None, may_add_people=may_add, initial={"first_day": _tomorrow()})
    if form.is_valid():
        data = form.cleaned_data
        if not _is_confirmed(request):
            return _ask(request, appointment, form, data["user"] or data["full_name"])
        try:
            _carry_out(appointment, data, person(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The role is handed over."))
            return redirect("neighbourhoods:area", slug=area.slug)
    return _ask(request, appointment, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.use_portal")
def portal_hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a head contact agent hand the role to another agent of the area."""
    area = area_or_404(request, slug)
    user = person(request)
    mine = ContactAgent.objects.current().filter(area=area, user=user, is_head=True).select_related("user").first()
    if mine is None:
        raise Http404
    fellows = ContactAgent.objects.current().filter(area=area).exclude(user=user).select_related("user")
    form = PortalHandOverForm(request.POST or None, fellows=fellows, initial={"first_day": _tomorrow()})
    if form.is_valid():
        to: User = form.cleaned_data["to"].user
        if not _is_confirmed(request):
            return _ask(request, mine, form, to)
        try:
            _carry_out(mine, {"user": to, "first_day": form.cleaned_data["first_day"], "tell": True}, user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The role is handed over."))
            return redirect("neighbourhoods:portal_area", slug=area.slug)
    return _ask(request, mine, form)


def _tomorrow() -> Any:
    return clock.today() + timedelta(days=1)


def _is_confirmed(request: HttpRequest) -> bool:
    return request.POST.get("steg") == "klart"


def _ask(request: HttpRequest, appointment: ContactAgent, form: forms.Form, to: object = None) -> HttpResponse:
    """Show the form; once it is filled in rightly, what will happen and a button that makes it so."""
    values = [(name, request.POST.get(name, "")) for name in form.fields] if to else []
    context = {"area": appointment.area, "appointment": appointment, "form": form, "to": to, "values": values}
    context["portal"] = isinstance(form, PortalHandOverForm)
    context["first_day"] = form.cleaned_data["first_day"] if to else None
    return render(request, "neighbourhoods/hand_over.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _carry_out(appointment: ContactAgent, data: dict[str, Any], by: User) -> None:
    to = data["user"] or create_person(email=data["email"], full_name=data["full_name"], phone=data["phone"])
    new = services.hand_over(
        appointment=appointment,
        to=to,
        by=by,
        on=data["first_day"],
        agrees_to_be_shown=data.get("agrees_to_be_shown", False),
    )
    if data["tell"]:
        services.tell_agent(appointment=new, by=by)
