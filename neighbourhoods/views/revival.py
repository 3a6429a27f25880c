"""Areas that fell asleep: the list of cases, and one case with its steps, notes and end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.services import audit
from common.gates import permission_or_404
from common.tables import Column, csv_response, xlsx_response
from neighbourhoods import figures, services
from neighbourhoods.forms import REVIVAL_SORTS, CloseForm, RevivalFilter, RevivalNoteForm
from neighbourhoods.models import RevivalCase
from neighbourhoods.querysets import RevivalCaseQuerySet
from neighbourhoods.views.access import person, untrained_names
from neighbourhoods.views.areas import A_PAGE, without

HANDLE = "neighbourhoods.handle_revival"


def _wanted(request: HttpRequest) -> tuple[RevivalFilter, RevivalCaseQuerySet]:
    form = RevivalFilter(request.GET if "status" in request.GET else {**request.GET.dict(), "status": "open"})
    form.is_valid()
    asked: dict[str, Any] = form.cleaned_data
    cases = RevivalCase.objects.visible_to(request.user).select_related("area__district", "area__vitality")
    cases = cases.defer("area__boundary", "area__district__boundary")
    if asked.get("q"):
        cases = cases.filter(area__name__icontains=" ".join(asked["q"].split()))
    if asked.get("kommundel"):
        cases = cases.filter(area__district=asked["kommundel"])
    if asked.get("status"):
        cases = cases.open() if asked["status"] == "open" else cases.filter(status=asked["status"])
    return form, cases.order_by(*REVIVAL_SORTS[asked.get("ordning") or "oppnat"])


@require_GET
@permission_or_404(HANDLE)
def index(request: HttpRequest) -> HttpResponse:
    """List the cases, those that have waited longest first."""
    form, cases = _wanted(request)
    context = {
        "form": form,
        "page": Paginator(cases, A_PAGE).get_page(request.GET.get("sida")),
        "sort": form.cleaned_data.get("ordning") or "oppnat",
        "query": without(request.GET, "sida"),
        "query_unsorted": without(request.GET, "sida", "ordning"),
    }
    return render(request, "neighbourhoods/revivals.html", context)


def _columns() -> list[Column[Any]]:
    return [
        (_("Area"), lambda case: case.area.name),
        (_("District"), lambda case: case.area.district.name),
        (_("Status"), lambda case: str(case.get_status_display())),
        (_("Opened on"), lambda case: case.opened_on),
        (_("Points"), lambda case: (read := figures.last_reading(case.area)) and read.score),
        (_("Last sign of life"), lambda case: (read := figures.last_reading(case.area)) and read.contact_on),
        (_("How it ended"), lambda case: str(case.get_outcome_display())),
        (_("Closed on"), lambda case: case.closed_on),
    ]


@require_GET
@permission_or_404(HANDLE)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Return the list as filtered, as xlsx or CSV. That it was taken out is logged."""
    makers = {"xlsx": xlsx_response, "csv": csv_response}
    if kind not in makers:
        raise Http404
    _form, cases = _wanted(request)
    audit(actor=person(request), action="revivals.exported", object_type="neighbourhoods.revivalcase", object_id="")
    response: HttpResponseBase = makers[kind]("vackning", _columns(), list(cases))
    return response


def _case_or_404(request: HttpRequest, pk: int) -> RevivalCase:
    cases = RevivalCase.objects.visible_to(request.user).select_related("area__district", "area__vitality__rule")
    return get_object_or_404(cases, pk=pk)


@require_GET
@permission_or_404(HANDLE)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a case: why, what to do, what has been noted."""
    return _page(request, _case_or_404(request, pk))


def _page(request: HttpRequest, case: RevivalCase, **forms: Any) -> HttpResponse:
    context = {
        "case": case,
        "area": case.area,
        "reasons": figures.reasons(case.area),
        "untrained": untrained_names(request, case.area),
        "steps": case.steps.all(),
        "notes": case.notes.select_related("written_by"),
        "events": case.events.select_related("actor"),
        "note_form": RevivalNoteForm(),
        "close_form": CloseForm(),
        **forms,
    }
    return render(request, "neighbourhoods/revival.html", context)


@require_POST
@permission_or_404(HANDLE)
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Tick a step, write a note, or close the case."""
    acts = {"steg": _tick, "anteckning": _note, "stang": _close}
    if what not in acts:
        raise Http404
    case = _case_or_404(request, pk)
    try:
        return acts[what](request, case) or redirect("neighbourhoods:revival", pk=pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("neighbourhoods:revival", pk=pk)


def _tick(request: HttpRequest, case: RevivalCase) -> None:
    step = next((step for step in case.steps.all() if step.key == request.POST.get("steg")), None)
    if step is None:
        raise Http404
    services.tick_step(case=case, step=step, is_done=request.POST.get("gjort") == "1", by=person(request))


def _note(request: HttpRequest, case: RevivalCase) -> HttpResponse | None:
    form = RevivalNoteForm(request.POST)
    if not form.is_valid():
        return _page(request, case, note_form=form)
    services.add_note(case=case, text=form.cleaned_data["text"], by=person(request))
    return None


def _close(request: HttpRequest, case: RevivalCase) -> HttpResponse | None:
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            services.close_case(case=case, by=person(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error("rest_until" if error.code == "rest_needs_day" else None, error)
        else:
            messages.success(request, _("The case is closed."))
            return None
    return _page(request, case, close_form=form)
