"""The coordinator's list of areas."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.services import audit
from common.gates import permission_or_404
from common.paging import LimitedPaginator
from common.tables import Column, csv_response, xlsx_response
from neighbourhoods import figures
from neighbourhoods.forms import SORTS, AreaFilter
from neighbourhoods.models import Area, District, Organisation
from neighbourhoods.querysets import AreaQuerySet
from neighbourhoods.views.access import person

A_PAGE = 50


def _rows(areas: AreaQuerySet) -> AreaQuerySet:
    """Return areas with what the list shows of each."""
    held = areas.select_related("district", "owner", "vitality").defer("boundary", "district__boundary")
    return figures.with_agent_counts(held)


def _wanted(request: HttpRequest) -> tuple[AreaFilter, AreaQuerySet]:
    """Return the filter as it stands and the areas in scope that it lets through."""
    form = AreaFilter(request.GET)
    form.is_valid()
    asked: dict[str, Any] = form.cleaned_data
    user = person(request)
    areas = Area.objects.visible_to(user)
    for word in " ".join(asked.get("q", "").split()).split(" ")[:5]:
        areas = areas.filter(_about(word, user)) if word else areas
    for name, field in (("kommundel", "district"), ("status", "status"), ("boende", "housing")):
        if asked.get(name):
            areas = areas.filter(**{field: asked[name]})
    if asked.get("lage"):
        areas = areas.filter(figures.vitality_filters()[asked["lage"]])
    return form, areas.order_by(*SORTS[asked.get("ordning") or "kommundel"], "pk")


SHORTEST_NAME = 3  # letters of a word by which people are looked for, too: an index holds three letters at a time


def _about(word: str, user: User) -> Q:
    """Return the areas a word is about; agents are found by their address only by those who may read it.

    What is small is looked up first: of a set it cannot see the planner believes that half of all areas are in it.
    """
    about = Q(search__contains=Lower(Value(word)))
    if districts := list(District.objects.filter(name__icontains=word).values_list("pk", flat=True)):
        about |= Q(district__in=districts)
    if owners := list(Organisation.objects.filter(name__icontains=word).values_list("pk", flat=True)):
        about |= Q(owner__in=owners)
    named = Q(full_name__icontains=word)
    if user.has_perm("neighbourhoods.view_contactagent"):
        named |= Q(email__icontains=word)
    people = User.objects.filter(named)
    # Counted, not asked whether there is one: for one the planner reads person by person instead of the index.
    if len(word) >= SHORTEST_NAME and people.count():
        about |= Q(pk__in=figures.current_appointments().filter(user__in=people.values("pk")).values("area"))
    return about


@require_GET
@permission_or_404("neighbourhoods.see_all_areas")
def index(request: HttpRequest) -> HttpResponse:
    """List the areas with search, filters and sorting; filters that nobody could mean are left out."""
    form, areas = _wanted(request)
    page = LimitedPaginator(areas, A_PAGE, rows=_rows(Area.objects.all())).get_page(request.GET.get("sida"))
    context = {
        "form": form,
        "page": page,
        "sort": form.cleaned_data.get("ordning") or "kommundel",
        "query": without(request.GET, "sida"),
        "query_unsorted": without(request.GET, "sida", "ordning"),
    }
    return render(request, "neighbourhoods/areas.html", context)


def without(query: QueryDict, *names: str) -> str:
    """Return a query without some of its names, for the links of a list."""
    held = query.copy()
    for name in names:
        held.pop(name, None)
    return held.urlencode()


def columns() -> list[Column[Any]]:
    """Return the list's columns for Excel."""
    return [
        (_("Name"), lambda area: area.name),
        (_("District"), lambda area: area.district.name),
        (_("Status"), lambda area: str(area.get_status_display())),
        (_("How it is"), lambda area: figures.vitality_word(figures.vitality_of(area))),
        (_("Housing"), lambda area: str(area.get_housing_display())),
        (_("Owner"), lambda area: area.owner.name if area.owner else ""),
        (_("Households"), lambda area: area.households),
        (_("Taking part"), lambda area: area.households_joined),
        (_("Decline"), lambda area: area.households_declined),
        (_("Contact agents"), lambda area: area.agent_count),
        (_("Started"), lambda area: area.started_on),
        (_("Last contact"), lambda area: area.last_contact_on),
    ]


@require_GET
@permission_or_404("neighbourhoods.see_all_areas")
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Return the list as filtered, as xlsx or CSV. That it was taken out is logged."""
    makers = {"xlsx": xlsx_response, "csv": csv_response}
    if kind not in makers:
        raise Http404
    _form, areas = _wanted(request)
    audit(actor=person(request), action="areas.exported", object_type="neighbourhoods.area", object_id="")
    rows = list(_rows(areas))
    response: HttpResponseBase = makers[kind]("omraden", columns(), rows)
    return response
