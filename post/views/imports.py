"""Bringing readers in: the form, what would happen, carrying it out, undoing it, and what was refused as a file."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.services import audit
from common import form_tokens
from common.tables import Column, csv_response
from post.forms import ImportForm
from post.lifecycle import ImportStatus
from post.mail.addresses import readable
from post.models import ListImport
from post.services.imports import Fates, Proof, carry_out, fates_of, may_undo, prepare_import, undo
from post.views.lists import list_of, manager_page

SHOWN = 200  # lines of each fate on the page; the rest is in the file


def _columns() -> list[Column[tuple[int, str, str]]]:
    return [
        (_("Line"), lambda row: row[0]),
        (_("What it said"), lambda row: row[1]),
        (_("Why not"), lambda row: row[2]),
    ]


def _import(request: HttpRequest, pk: int) -> ListImport:
    rows = ListImport.objects.visible_to(request.user).select_related("list", "made_by")
    found: ListImport = get_object_or_404(rows, pk=pk)
    return found


@manager_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file or pasted lines with the proof, and lead on to what would happen. Nothing is saved in the list."""
    found = list_of(request, pk)
    if request.method != "POST":
        form = ImportForm(initial={"form_token": form_tokens.new()})
        return render(request, "post/import.html", {"form": form, "list": found})
    form = ImportForm(request.POST, request.FILES)
    row = _prepared(request, form, pk) if form.is_valid() else None
    if row is None:
        return render(request, "post/import.html", {"form": form, "list": found}, status=400)
    return redirect("post:import", pk=row.pk)


def _prepared(request: HttpRequest, form: ImportForm, pk: int) -> ListImport | None:
    assert isinstance(request.user, User)
    data = form.cleaned_data
    proof = Proof(data["way"], data["agreed_on"], data["taken_by"], data["document"])
    try:
        return prepare_import(
            mailing_list=list_of(request, pk),
            rows=data["rows"],
            proof=proof,
            language=data["language"],
            form_token=data["form_token"],
            actor=request.user,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None


@manager_page
@require_safe
def show_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would happen to each line, or what did; looking is noted, for addresses stand in full."""
    row = _import(request, pk)
    _note(request, "post.import_read", row)
    waits = row.status == ImportStatus.PREVIEW
    fates = fates_of(row)
    context = {"import": row, "list": row.list, "waits": waits, "may_undo": may_undo(row), "heaps": _heaps(fates)}
    context |= {"fates": fates, "new_count": len(fates.new), "left_out": len(_left_out(fates))}
    return render(request, "post/import_fates.html", context)


def _heaps(fates: Fates) -> list[tuple[str, int, list[tuple[int, str, str]], int]]:
    """Return title, number, the first lines, and how many more there are, of each fate that any line has."""
    heaps = [(_("New readers"), [(number, text, "") for number, text in fates.new])]
    heaps += [(title, [row for row in _left_out(fates) if row[2] == title]) for title in _reasons().values()]
    heaps.append((_("Can't be read"), fates.refused))
    return [(title, len(rows), _shown(rows), max(0, len(rows) - SHOWN)) for title, rows in heaps if rows]


def _shown(rows: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    return [(number, readable(text), why) for number, text, why in rows[:SHOWN]]


def _reasons() -> dict[str, str]:
    return {
        "there": _("Stands in the list already"),
        "left": _("Has left, and stays away"),
        "suppressed": _("Gets no mail-outs"),
        "repeated": _("Stands twice among these lines"),
    }


def _left_out(fates: Fates) -> list[tuple[int, str, str]]:
    rows = [(number, text, why) for name, why in _reasons().items() for number, text in getattr(fates, name)]
    return sorted([*rows, *fates.refused])


@manager_page
@require_POST
def do_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Make everybody who is new a reader."""
    assert isinstance(request.user, User)
    try:
        done = carry_out(row=_import(request, pk), actor=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("New readers: %(count)s. You can undo it within a day.") % {"count": done.added})
    return redirect("post:import", pk=pk)


@manager_page
@require_POST
def undo_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out those whom an import added."""
    assert isinstance(request.user, User)
    try:
        gone = undo(row=_import(request, pk), actor=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Undone. Taken out: %(count)s.") % {"count": gone})
    return redirect("post:import", pk=pk)


@manager_page
@require_safe
def left_out(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the lines that become no readers, with the reason, as a file; noted."""
    row = _import(request, pk)
    _note(request, "post.import_exported", row)
    return csv_response(_("left-out"), _columns(), _left_out(fates_of(row)))


def _note(request: HttpRequest, action: str, row: ListImport) -> None:
    assert isinstance(request.user, User)
    audit(actor=request.user, action=action, object_type="post.listimport", object_id=str(row.pk))
