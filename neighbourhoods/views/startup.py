"""The coordinator's start-up cases: the list, and one case with its steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.services import audit
from common import clock
from common.gates import permission_or_404
from common.tables import Column, csv_response, xlsx_response
from neighbourhoods import figures, services
from neighbourhoods.forms import CountForm, OrderForm, ReleaseForm, StartupFilter, StepsForm
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import InterestedPerson, StartupCase
from neighbourhoods.querysets import StartupCaseQuerySet
from neighbourhoods.views.access import person
from neighbourhoods.views.areas import A_PAGE, without

SEE = "neighbourhoods.see_all_areas"
CHANGE = "neighbourhoods.change_startupcase"


def _wanted(request: HttpRequest) -> tuple[StartupFilter, StartupCaseQuerySet]:
    form = StartupFilter(request.GET if request.GET else {"status": "open"})
    form.is_valid()
    asked: dict[str, Any] = form.cleaned_data
    cases = figures.with_step_counts(StartupCase.objects.visible_to(request.user))
    cases = cases.select_related("area__district").defer("area__boundary", "area__district__boundary")
    for name, lookup in (("q", "area__name__icontains"), ("kommundel", "area__district"), ("status", "status")):
        if asked.get(name):
            cases = cases.filter(**{lookup: asked[name]})
    if asked.get("saknar"):
        cases = cases.filter(figures.MISSING[asked["saknar"]])
    return form, cases.order_by("-opened_at", "-pk")


@require_GET
@permission_or_404(SEE, CHANGE)
def index(request: HttpRequest) -> HttpResponse:
    """List the cases with how far each has come."""
    form, cases = _wanted(request)
    page = Paginator(cases, A_PAGE).get_page(request.GET.get("sida"))
    rows = [(case, figures.steps(case)) for case in page.object_list]
    counts = [(case, sum(step.is_done for step in held), _next(held)) for case, held in rows]
    context = {"form": form, "page": page, "rows": counts, "query": without(request.GET, "sida")}
    return render(request, "neighbourhoods/startups.html", context)


def _next(steps: list[figures.Step]) -> str:
    return next((step.title for step in steps if not step.is_done), "")


def columns() -> list[Column[Any]]:
    """Return the list's columns for Excel."""
    return [
        (_("Area"), lambda case: case.area.name),
        (_("District"), lambda case: case.area.district.name),
        (_("Status"), lambda case: str(case.get_status_display())),
        (_("Opened"), lambda case: clock.local(case.opened_at).date()),
        (_("Households"), lambda case: case.area.households),
        (_("Taking part"), lambda case: case.area.households_joined),
        (_("Decline"), lambda case: case.area.households_declined),
        (_("Start meeting"), lambda case: case.meeting_held_on),
        (_("Basic course"), lambda case: case.course_held_on),
        (_("Contact agents"), lambda case: case.agent_count),
        (_("Agreement signed"), lambda case: case.agreement_on),
        (_("Next step"), lambda case: _next(figures.steps(case))),
    ]


@require_GET
@permission_or_404(SEE, CHANGE)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Return the list as filtered, as xlsx or CSV. That it was taken out is logged."""
    makers = {"xlsx": xlsx_response, "csv": csv_response}
    if kind not in makers:
        raise Http404
    _form, cases = _wanted(request)
    audit(actor=person(request), action="startups.exported", object_type="neighbourhoods.startupcase")
    response: HttpResponseBase = makers[kind]("uppstarter", columns(), list(cases))
    return response


def case_or_404(request: HttpRequest, pk: int) -> StartupCase:
    """Return a case in the person's scope."""
    found = StartupCase.objects.visible_to(request.user).select_related("area__district").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(SEE, CHANGE)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a case with its steps, and note what has been done."""
    case = case_or_404(request, pk)
    what = request.POST.get("vad", "") if request.method == "POST" else ""
    count = CountForm(request.POST if what == "antal" else None, initial=_counts(case))
    days = StepsForm(request.POST if what == "steg" else None, initial=_days(case))
    order = OrderForm(request.POST if what == "skyltar" else None)
    forms: dict[str, tuple[Any, Callable[[], object]]] = {
        "antal": (count, lambda: services.count_households(case=case, by=person(request), **count.cleaned_data)),
        "steg": (days, lambda: services.record_steps(case=case, by=person(request), **days.cleaned_data)),
        "skyltar": (order, lambda: services.order_signs(area=case.area, by=person(request), **order.cleaned_data)),
    }
    if what in forms and _saved(*forms[what]):
        messages.success(request, _("Saved."))
        return redirect("neighbourhoods:startup", pk=case.pk)
    context = _context(request, case) | {"count": count, "days": days, "order_form": order, "wrong": what}
    return render(request, "neighbourhoods/startup.html", context, status=422 if what else 200)


def _saved(form: Any, save: Callable[[], object]) -> bool:
    """Save what a form holds; what the service refuses stands at its field."""
    if not form.is_valid():
        return False
    try:
        save()
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _counts(case: StartupCase) -> dict[str, Any]:
    area = case.area
    held = {"joined": area.households_joined, "declined": area.households_declined}
    return held | {"households": area.households or None, "counted_on": case.counted_on or clock.today()}


def _days(case: StartupCase) -> dict[str, Any]:
    return {name: getattr(case, name) for name in StepsForm.base_fields}


def _context(request: HttpRequest, case: StartupCase) -> dict[str, Any]:
    people = list(InterestedPerson.objects.visible_to(request.user).filter(area=case.area).order_by("name", "pk"))
    if people:
        audit(
            actor=person(request),
            action="interested.read",
            object_type="neighbourhoods.startupcase",
            object_id=str(case.pk),
        )
    return {
        "case": case,
        "area": case.area,
        "steps": figures.steps_of(case),
        "missing": figures.missing_for_signs(case.area),
        "orders": case.area.sign_orders.order_by("-created_at", "-pk")[:20],
        "release": ReleaseForm(),
        "people": people,
        "events": case.events.select_related("actor").order_by("-at", "-pk"),
        "can_form": case.area.status == AreaStatus.INTEREST,
        "can_activate": case.area.status == AreaStatus.FORMING,
        "is_active": case.area.status == AreaStatus.ACTIVE,
    }


@require_POST
@permission_or_404(SEE, CHANGE, "neighbourhoods.change_area")
def decide(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Move the case on: form the area, make it active, finish, or give up."""
    case, by = case_or_404(request, pk), person(request)
    verbs: dict[str, Callable[[], object]] = {
        "bilda": lambda: services.move_area(area=case.area, to=AreaStatus.FORMING, by=by, reason="startup"),
        "aktivera": lambda: services.move_area(area=case.area, to=AreaStatus.ACTIVE, by=by, reason="startup"),
        "avsluta": lambda: services.finish_startup(case=case, by=by),
        "lagg-ner": lambda: services.give_up_startup(case=case, by=by),
    }
    if what not in verbs:
        raise Http404
    try:
        verbs[what]()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Saved."))
    return redirect("neighbourhoods:startup", pk=case.pk)
