"""Who does what, where: the list of measures, and one measure to enter or change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.services import audit
from common import clock
from common.gates import permission_or_404
from common.tables import Column, csv_response, xlsx_response
from neighbourhoods import services
from neighbourhoods.forms import MEASURE_SORTS, MeasureFilter, MeasureForm
from neighbourhoods.models import Measure
from neighbourhoods.querysets import MeasureQuerySet
from neighbourhoods.views.access import person
from neighbourhoods.views.areas import A_PAGE, without

SEE = "neighbourhoods.see_all_areas"


def _wanted(request: HttpRequest) -> tuple[MeasureFilter, MeasureQuerySet]:
    form = MeasureFilter(request.GET)
    form.is_valid()
    asked: dict[str, Any] = form.cleaned_data
    found = Measure.objects.visible_to(request.user).select_related("organisation", "area__district", "district")
    found = found.defer("area__boundary", "area__district__boundary", "district__boundary")
    for word in " ".join(asked.get("q", "").split()).split(" ")[:5]:
        found = found.filter(_about(word)) if word else found
    if asked.get("vad"):
        found = found.filter(kind=asked["vad"])
    if asked.get("slag"):
        found = found.filter(approach=asked["slag"])
    if asked.get("kommundel"):
        found = found.filter(Q(district=asked["kommundel"]) | Q(area__district=asked["kommundel"]))
    if asked.get("nar"):
        today = clock.today()
        found = found.on(today) if asked["nar"] == "nu" else found.filter(until__lt=today)
    return form, found.order_by(*MEASURE_SORTS[asked.get("ordning") or "-sedan"])


def _about(word: str) -> Q:
    place = Q(area__name__icontains=word) | Q(district__name__icontains=word)
    return place | Q(organisation__name__icontains=word) | Q(note__icontains=word)


@require_GET
@permission_or_404(SEE)
def index(request: HttpRequest) -> HttpResponse:
    """List the measures."""
    form, found = _wanted(request)
    context = {
        "form": form,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("sida")),
        "sort": form.cleaned_data.get("ordning") or "-sedan",
        "query": without(request.GET, "sida"),
        "query_unsorted": without(request.GET, "sida", "ordning"),
    }
    return render(request, "neighbourhoods/measures.html", context)


def _columns() -> list[Column[Any]]:
    return [
        (_("Who"), lambda one: one.organisation.name),
        (_("What"), lambda one: str(one.get_kind_display())),
        (_("Prevention"), lambda one: str(one.get_approach_display())),
        (_("Area"), lambda one: one.area.name if one.area else ""),
        (_("District"), lambda one: (one.district or one.area.district).name),
        (_("Since"), lambda one: one.since),
        (_("Until"), lambda one: one.until),
        (_("Note"), lambda one: one.note),
    ]


@require_GET
@permission_or_404(SEE)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Return the list as filtered, as xlsx or CSV. That it was taken out is logged."""
    makers = {"xlsx": xlsx_response, "csv": csv_response}
    if kind not in makers:
        raise Http404
    _form, found = _wanted(request)
    audit(actor=person(request), action="measures.exported", object_type="neighbourhoods.measure", object_id="")
    response: HttpResponseBase = makers[kind]("atgarder", _columns(), list(found))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(SEE, "neighbourhoods.add_measure")
def new(request: HttpRequest) -> HttpResponseBase:
    """Enter a measure."""
    initial = {"since": clock.today(), "area": request.GET.get("omrade", "")}
    return _edit(request, MeasureForm(request.POST or None, instance=Measure(), initial=initial))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(SEE, "neighbourhoods.change_measure")
def change(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change a measure or give it its last day."""
    held = get_object_or_404(Measure.objects.visible_to(request.user).select_related("area"), pk=pk)
    initial = {"area": held.area.slug if held.area else ""}
    return _edit(request, MeasureForm(request.POST or None, instance=held, initial=initial))


def _edit(request: HttpRequest, form: MeasureForm) -> HttpResponseBase:
    if request.method == "POST" and form.is_valid():
        try:
            services.save_measure(measure=form.instance, by=person(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The measure is saved."))
            return redirect("neighbourhoods:measures")
    return render(request, "neighbourhoods/measure.html", {"form": form, "measure": form.instance})
