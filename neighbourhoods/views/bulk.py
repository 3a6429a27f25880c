"""Lists of areas and of contact agents: read in, looked through row by row, saved, undone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.services import audit
from common.gates import permission_or_404
from common.list_runs import Outcome
from common.tables import csv_response, xlsx_response
from neighbourhoods import services
from neighbourhoods.forms.bulk import ListFileForm
from neighbourhoods.importing.judged import heading
from neighbourhoods.models import Area, ContactAgent, District, ListRow, ListRun, Organisation
from neighbourhoods.querysets import kinds_of
from neighbourhoods.views.access import person

A_PAGE = 50
GATE = ("neighbourhoods.see_all_areas", "neighbourhoods.change_area", "neighbourhoods.add_area")


def _run_or_404(request: HttpRequest, pk: int) -> ListRun:
    run: ListRun | None = ListRun.objects.visible_to(request.user).filter(pk=pk).first()
    if run is None:
        raise Http404
    return run


def _note_reading(request: HttpRequest, run: ListRun) -> None:
    """A list of agents names people: that it was read is logged."""
    if run.kind == ListRun.Kind.AGENTS:
        audit(actor=person(request), action="list.read", object_type="neighbourhoods.listrun", object_id=str(run.pk))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(*GATE)
def index(request: HttpRequest) -> HttpResponse:
    """Take a list in, and show those read in before."""
    asked = {"kind": request.GET.get("vad", "") or ListRun.Kind.AREAS}
    form = ListFileForm(request.POST or None, request.FILES or None, kinds=kinds_of(request.user), initial=asked)
    if request.method == "POST" and form.is_valid():
        upload, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        try:
            run = services.preview_list(kind=kind, name=upload.name, file=upload.file, by=person(request))
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("neighbourhoods:list_run", pk=run.pk)
    runs = ListRun.objects.visible_to(request.user).select_related("by")
    page = Paginator(runs, A_PAGE).get_page(request.GET.get("sida"))
    context = {"form": form, "page": page, "outcomes": list(Outcome)}
    return render(request, "neighbourhoods/bulk_index.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
@permission_or_404(*GATE)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every row's fate, old and new side by side."""
    held = _run_or_404(request, pk)
    _note_reading(request, held)
    wanted = request.GET.get("visa", "")
    rows = held.rows.filter(outcome=wanted) if wanted in {one.value for one in Outcome} else held.rows.all()
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("sida"))
    words, labels = _words(), _labels(held)
    context = {
        "run": held,
        "page": page,
        "rows": [
            (row, Outcome(row.outcome).label, row.cells.get("area", ""), _differences(row, labels, words))
            for row in page.object_list
        ],
        "counts": [(one.value, one.label, held.counts.get(one.value, 0)) for one in Outcome],
        "wanted": wanted,
        "query": f"visa={wanted}" if wanted else "",
        "to_save": held.counts.get("new", 0) + held.counts.get("changed", 0),
        "is_forgotten": services.is_forgotten(held),
    }
    return render(request, "neighbourhoods/bulk_run.html", context)


def _words() -> dict[str, dict[Any, str]]:
    """Return what a field's value is called, for fields whose value is a number or a code."""
    answers = {True: _("yes"), False: _("no")}
    return {
        "district_id": dict(District.objects.values_list("pk", "name")),
        "owner_id": dict(Organisation.objects.values_list("pk", "name")),
        "housing": {value: str(label) for value, label in Area.Housing.choices},
        "is_head": answers,
        "agrees_to_be_shown": answers,
    }


def _labels(run: ListRun) -> dict[str, str]:
    """Return what the fields of such a list are called."""
    model = Area if run.kind == ListRun.Kind.AREAS else ContactAgent
    held = {field.attname: str(field.verbose_name) for field in model._meta.concrete_fields}
    return held | {"starts_on": _("first day"), "last_day": _("last day")}


def _differences(row: ListRow, labels: dict[str, str], words: dict[str, dict[Any, str]]) -> list[tuple[str, str, str]]:
    """Return heading, old and new of each field that a row changes."""
    if row.outcome != Outcome.CHANGED.value:
        return []
    changed = [(name, row.before.get(name), new) for name, new in row.after.items() if row.before.get(name) != new]
    found = []
    for name, old, new in changed:
        known = words.get(name, {})
        found.append((labels[name], str(known.get(old, old) or "–"), str(known.get(new, new) or "–")))
    return found


@require_POST
@permission_or_404(*GATE)
def decide(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Save a list, undo it or throw it away."""
    held = _run_or_404(request, pk)
    acts = {"spara": _save, "angra": _undo, "slang": _discard}
    if what not in acts:
        raise Http404
    try:
        acts[what](request, held)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    if what == "slang":
        return redirect("neighbourhoods:list_runs")
    return redirect("neighbourhoods:list_run", pk=pk)


def _save(request: HttpRequest, held: ListRun) -> None:
    services.save_list(run=held, by=person(request), tell=bool(request.POST.get("mejla")))
    messages.success(request, _("The list is saved."))


def _undo(request: HttpRequest, held: ListRun) -> None:
    left = services.undo_list(run=held, by=person(request))
    messages.success(request, _("The list is undone."))
    if left:
        words = ngettext(
            "One row has changed since and is left as it is.",
            "%(count)d rows have changed since and are left as they are.",
            left,
        )
        messages.warning(request, words % {"count": left})


def _discard(request: HttpRequest, held: ListRun) -> None:
    services.discard_list(run=held, by=person(request))
    messages.success(request, _("The list is thrown away. Nothing was saved."))


@require_GET
@permission_or_404(*GATE)
def refused(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """Return the refused rows as a file to mend and send again, each with the reason."""
    makers = {"xlsx": xlsx_response, "csv": csv_response}
    if kind not in makers:
        raise Http404
    held = _run_or_404(request, pk)
    _note_reading(request, held)
    headings = services.LIST_KINDS[held.kind].headings
    columns: list[Any] = [(heading(words), _cell(name)) for name, words in headings.items()]
    columns.append((_("Why it was refused"), lambda row: row.remark))
    response: HttpResponseBase = makers[kind](
        "rader-att-ratta", columns, held.rows.filter(outcome=Outcome.REFUSED.value)
    )
    return response


def _cell(name: str) -> Any:
    return lambda row: row.cells.get(name, "")
