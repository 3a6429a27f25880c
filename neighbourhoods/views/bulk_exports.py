"""A list read in, taken out again: the refused rows to mend, or every row with its fate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from common.gates import permission_or_404
from common.list_runs import Outcome
from common.tables import Column, csv_response, xlsx_response
from neighbourhoods import figures, services
from neighbourhoods.importing.judged import heading
from neighbourhoods.models import ListRow, ListRun
from neighbourhoods.views.bulk import GATE, note_reading, rows_of, run_or_404

MAKERS = {"xlsx": xlsx_response, "csv": csv_response}


@require_GET
@permission_or_404(*GATE)
def refused(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """Return the refused rows as a file to mend and send again, each with the reason."""
    held = _held(request, pk, kind)
    columns = [*_cells(held), (_("Why it was refused"), lambda row: row.remark)]
    response: HttpResponseBase = MAKERS[kind]("rader-att-ratta", columns, rows_of(held, Outcome.REFUSED.value))
    return response


@require_GET
@permission_or_404(*GATE)
def rows(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """Return the rows as they are shown, each with its fate and what it changes."""
    held = _held(request, pk, kind)
    differences = figures.Differences(held)

    def changes(row: ListRow) -> str:
        return "; ".join(f"{field}: {old} → {new}" for field, old, new in differences.of(row))

    columns: list[Column[Any]] = [
        (_("Row"), lambda row: row.number),
        (_("What happens"), lambda row: str(Outcome(row.outcome).label)),
        (_("Difference"), changes),
        (_("Remark"), lambda row: row.remark),
        *_cells(held),
    ]
    found = rows_of(held, request.GET.get("visa", ""))
    response: HttpResponseBase = MAKERS[kind]("rader", columns, found)
    return response


def _held(request: HttpRequest, pk: int, kind: str) -> ListRun:
    if kind not in MAKERS:
        raise Http404
    held = run_or_404(request, pk)
    note_reading(request, held)
    return held


def _cells(held: ListRun) -> list[Column[Any]]:
    headings = services.LIST_KINDS[held.kind].headings
    return [(heading(words), _cell(name)) for name, words in headings.items()]


def _cell(name: str) -> Callable[[ListRow], str]:
    return lambda row: str(row.cells.get(name, ""))
