"""Counts from others: the table, and lists read in with every row's fate first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from common import tables
from common.gates import permission_or_404
from common.list_runs import Outcome
from incidents import figures, services
from incidents.forms.delivered import CountFileForm, CountsForm, CountSourceForm
from incidents.importing.delivered import HEADINGS
from incidents.models import CountList, CountListRow, CountSource, DeliveredCount

A_PAGE = 50
MOST_EXPORTED = 20_000
COLUMNS: list[tuple[Any, Any]] = [
    ("källa", lambda one: one.source.name),
    ("typ", lambda one: one.kind),
    ("kommundel", lambda one: str(one.district or "")),
    ("område", lambda one: str(one.area or "")),
    ("från", lambda one: one.first),
    ("till", lambda one: one.last),
    ("antal", lambda one: one.number),
    ("status", lambda one: "slutlig" if one.is_final else "preliminär"),
]
sees = permission_or_404("incidents.see_all_reports")
reads_in = permission_or_404("incidents.deliver_counts")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_safe
@sees
def index(request: HttpRequest) -> HttpResponse:
    """Show the counts, each beside last year's same period."""
    form = CountsForm(request.GET)
    counts = form.apply(DeliveredCount.objects.visible_to(request.user))
    page = Paginator(counts, A_PAGE).get_page(request.GET.get("sida"))
    query = request.GET.copy()
    query.pop("sida", None)
    context = {"form": form, "page": page, "lines": figures.beside(page.object_list), "query": query.urlencode()}
    return render(request, "incidents/delivered.html", context)


@require_safe
@sees
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Return the counts as xlsx or CSV, with the headings that can be read in again."""
    counts = CountsForm(request.GET).apply(DeliveredCount.objects.visible_to(request.user))
    make = tables.xlsx_response if form == "xlsx" else tables.csv_response
    made: HttpResponseBase = make(_("counts-from-others"), COLUMNS, counts[:MOST_EXPORTED])
    return made


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reads_in
def lists(request: HttpRequest) -> HttpResponse:
    """Take a list in, and show those read in before."""
    form = CountFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            token = form.cleaned_data["form_token"]
            held = services.preview_counts(name=upload.name, file=upload.file, by=_person(request), form_token=token)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("incidents:count_list", pk=held.pk)
    return _lists(request, form, CountSourceForm())


def _lists(request: HttpRequest, form: CountFileForm, source_form: CountSourceForm) -> HttpResponse:
    runs = CountList.objects.visible_to(request.user).select_related("by")
    context = {
        "form": form,
        "source_form": source_form,
        "sources": CountSource.objects.all(),
        "page": Paginator(runs, A_PAGE).get_page(request.GET.get("sida")),
        "outcomes": list(Outcome),
    }
    failed = form.errors or source_form.errors
    return render(request, "incidents/delivered_lists.html", context, status=422 if failed else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reads_in
def source(request: HttpRequest) -> HttpResponse:
    """Add somebody who delivers counts."""
    form = CountSourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("incidents:count_lists")
    return _lists(request, CountFileForm(), form)


@never_cache
@require_safe
@reads_in
def one_list(request: HttpRequest, pk: str) -> HttpResponse:
    """Show every row's fate, old and new side by side."""
    held = get_object_or_404(CountList.objects.visible_to(request.user), pk=pk)
    wanted = request.GET.get("visa", "")
    rows = held.rows.filter(outcome=wanted) if wanted in {one.value for one in Outcome} else held.rows.all()
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("sida"))
    context = {
        "run": held,
        "page": page,
        "rows": [(row, Outcome(row.outcome).label, _difference(row)) for row in page.object_list],
        "counts": [(one.value, one.label, held.counts.get(one.value, 0)) for one in Outcome],
        "wanted": wanted,
        "query": f"visa={wanted}" if wanted else "",
        "to_save": held.counts.get("new", 0) + held.counts.get("changed", 0),
    }
    return render(request, "incidents/delivered_list.html", context)


def _difference(row: CountListRow) -> str:
    if not row.before:
        return ""
    status = {True: _("final"), False: _("preliminary")}
    old, new = (f"{side['number']} ({status[bool(side['is_final'])]})" for side in (row.before, row.after))
    return f"{old} → {new}"


@require_POST
@reads_in
def decide(request: HttpRequest, pk: str, what: str) -> HttpResponse:
    """Save a list, undo it or throw it away."""
    held = get_object_or_404(CountList.objects.visible_to(request.user), pk=pk)
    try:
        _act(request, held, what)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("incidents:count_lists") if what == "slang" else redirect("incidents:count_list", pk=pk)


def _act(request: HttpRequest, held: CountList, what: str) -> None:
    by = _person(request)
    if what == "spara":
        services.save_counts(held=held, by=by)
        messages.success(request, _("The list is saved."))
    elif what == "slang":
        services.discard_counts(held=held, by=by)
        messages.success(request, _("The list is thrown away. Nothing was saved."))
    else:
        left = services.undo_counts(held=held, by=by)
        words = ngettext(
            "One count has been corrected since and is left.",
            "%(n)d counts have been corrected since and are left.",
            left,
        )
        messages.success(request, _("The list is undone.") + (" " + words % {"n": left} if left else ""))


@require_safe
@reads_in
def refused(request: HttpRequest, pk: str, form: str) -> HttpResponseBase:
    """Return the refused rows as a file to mend and send again, each with the reason."""
    held = get_object_or_404(CountList.objects.visible_to(request.user), pk=pk)
    if form not in ("xlsx", "csv"):
        raise Http404
    columns: list[Any] = [(words[0], _cell(name)) for name, words in HEADINGS.items()]
    columns.append((_("Why it was refused"), lambda row: row.remark))
    make = tables.xlsx_response if form == "xlsx" else tables.csv_response
    made: HttpResponseBase = make("rader-att-ratta", columns, held.rows.filter(outcome=Outcome.REFUSED.value))
    return made


def _cell(name: str) -> Any:
    return lambda row: row.cells.get(name, "")
