"""The coordinator's list of contact agents."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.services import audit
from common import clock
from common.gates import permission_or_404
from common.paging import LimitedPaginator
from common.tables import Column, csv_response, xlsx_response
from neighbourhoods.forms import AgentFilter
from neighbourhoods.importing.agent_list import HEADINGS
from neighbourhoods.importing.judged import heading
from neighbourhoods.models import ContactAgent
from neighbourhoods.querysets import ContactAgentQuerySet, kinds_of
from neighbourhoods.views.access import person
from neighbourhoods.views.areas import A_PAGE, without

GATE = ("neighbourhoods.see_all_areas", "neighbourhoods.view_contactagent")
SOON = timedelta(days=60)


def _rows(held: ContactAgentQuerySet) -> ContactAgentQuerySet:
    """Return appointments with what the list shows of each."""
    return held.select_related("user", "area__district").defer("area__boundary", "area__district__boundary")


def _wanted(request: HttpRequest) -> tuple[AgentFilter, ContactAgentQuerySet]:
    """Return the filter as it stands and the appointments in scope that it lets through."""
    form = AgentFilter(request.GET)
    form.is_valid()
    asked: dict[str, Any] = form.cleaned_data
    today = clock.today()
    held = ContactAgent.objects.visible_to(request.user)
    whens = {
        "": Q(period__contains=today),
        "soon": Q(period__contains=today, period__endswith__lte=today + SOON),
        "coming": Q(period__startswith__gt=today),
        "former": Q(period__endswith__lte=today) & ~Q(user__full_name="", user__is_active=False),  # nor the forgotten
    }
    held = held.filter(whens[asked.get("nar") or ""])
    for word in asked.get("q", "").split()[:5]:
        about = Q(user__full_name__icontains=word) | Q(user__email__icontains=word) | Q(area__name__icontains=word)
        held = held.filter(about)
    if asked.get("kommundel"):
        held = held.filter(area__district=asked["kommundel"])
    kinds = {"head": Q(is_head=True), "untrained": Q(trained_on=None)}
    if asked.get("vilka"):
        held = held.filter(kinds[asked["vilka"]])
    return form, held.order_by("area__name", "-is_head", "pk")


@require_GET
@permission_or_404(*GATE)
def index(request: HttpRequest) -> HttpResponse:
    """List the agents with search and filters. Contact data is read here, so the reading is logged."""
    form, held = _wanted(request)
    page = LimitedPaginator(held, A_PAGE, rows=_rows(ContactAgent.objects.all())).get_page(request.GET.get("sida"))
    audit(actor=person(request), action="agents.read", object_type="neighbourhoods.contactagent")
    may_read_in = "agents" in kinds_of(request.user)
    context = {"form": form, "page": page, "query": without(request.GET, "sida"), "may_read_in": may_read_in}
    return render(request, "neighbourhoods/agents.html", context)


def columns() -> list[Column[Any]]:
    """Return the list's columns for Excel: those that are understood when the list is read in again."""
    reads: dict[str, Any] = {
        "email": lambda one: one.user.email,
        "full_name": lambda one: one.user.full_name,
        "phone": lambda one: one.user.phone,
        "area": lambda one: one.area.name,
        "district": lambda one: one.area.district.name,
        "starts_on": lambda one: one.starts_on,
        "last_day": lambda one: one.last_day,
        "is_head": lambda one: _("yes") if one.is_head else _("no"),
        "agrees_to_be_shown": lambda one: _("yes") if one.agrees_to_be_shown else _("no"),
        "trained_on": lambda one: one.trained_on,
    }
    return [(heading(words), reads[name]) for name, words in HEADINGS.items()]


@require_GET
@permission_or_404(*GATE)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Return the list as filtered, as xlsx or CSV. That it was taken out is logged."""
    makers = {"xlsx": xlsx_response, "csv": csv_response}
    if kind not in makers:
        raise Http404
    _form, held = _wanted(request)
    audit(actor=person(request), action="agents.exported", object_type="neighbourhoods.contactagent")
    response: HttpResponseBase = makers[kind]("kontaktombud", columns(), list(_rows(held)))
    return response
