"""Lists of areas, of contact agents and of borders: read in, looked through row by row, saved, undone."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.services import audit
from common.gates import permission_or_404
from common.list_runs import Outcome
from neighbourhoods import figures, services
from neighbourhoods.forms.bulk import ListFileForm
from neighbourhoods.models import ListRow, ListRun
from neighbourhoods.querysets import kinds_of
from neighbourhoods.views.access import person

A_PAGE = 50
GATE = ("neighbourhoods.see_all_areas", "neighbourhoods.change_area", "neighbourhoods.add_area")


def run_or_404(request: HttpRequest, pk: int) -> ListRun:
    """Return a list in the person's scope."""
    run: ListRun | None = ListRun.objects.visible_to(request.user).filter(pk=pk).first()
    if run is None:
        raise Http404
    return run


def note_reading(request: HttpRequest, run: ListRun) -> None:
    """A list of agents names people: that it was read is logged."""
    if run.kind == ListRun.Kind.AGENTS:
        audit(actor=person(request), action="list.read", object_type="neighbourhoods.listrun", object_id=str(run.pk))


def rows_of(run: ListRun, wanted: str) -> QuerySet[ListRow]:
    """Return a list's rows of one fate, or all of them."""
    return run.rows.filter(outcome=wanted) if wanted in {one.value for one in Outcome} else run.rows.all()


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
    held = run_or_404(request, pk)
    note_reading(request, held)
    wanted = request.GET.get("visa", "")
    page = Paginator(rows_of(held, wanted), A_PAGE).get_page(request.GET.get("sida"))
    differences = figures.Differences(held)
    context = {
        "run": held,
        "page": page,
        "rows": [(row, Outcome(row.outcome).label, _place(held, row), differences.of(row)) for row in page.object_list],
        "counts": [(one.value, one.label, held.counts.get(one.value, 0)) for one in Outcome],
        "wanted": wanted,
        "query": f"visa={wanted}" if wanted else "",
        "to_save": held.counts.get("new", 0) + held.counts.get("changed", 0),
        "is_forgotten": services.is_forgotten(held),
    }
    return render(request, "neighbourhoods/bulk_run.html", context)


def _place(run: ListRun, row: ListRow) -> str:
    return str(row.cells.get("district" if run.kind == ListRun.Kind.BORDERS else "area", ""))


@require_POST
@permission_or_404(*GATE)
def decide(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Save a list, undo it or throw it away."""
    held = run_or_404(request, pk)
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
