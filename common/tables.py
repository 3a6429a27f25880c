"""Lists for Excel: xlsx and CSV (semicolon, UTF-8 with BOM). Cells that could run as formulas are defused."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from common.clock import local

Row = TypeVar("Row")
Cell = str | int | float | bool | date | datetime | None
Column = tuple[str, Callable[[Row], Cell]]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def defused(value: Cell) -> Cell:
    """Return the cell as a spreadsheet may read it: formulas become text, moments become local time."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    if isinstance(value, datetime):
        return local(value).replace(tzinfo=None)
    return value


def _text(value: Cell) -> str:
    value = defused(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)


def csv_response(name: str, columns: Sequence[Column[Row]], rows: Iterable[Row]) -> StreamingHttpResponse:
    """Stream the rows as CSV."""

    class Echo(io.StringIO):
        def write(self, text: str) -> str:  # type: ignore[override]
            return text

    writer = csv.writer(Echo(), delimiter=";")

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow([heading for heading, _get in columns])  # type: ignore[misc]
        for row in rows:
            yield writer.writerow([_text(get(row)) for _heading, get in columns])  # type: ignore[misc]

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def xlsx_response(name: str, columns: Sequence[Column[Row]], rows: Iterable[Row]) -> HttpResponse:
    """Return the rows as a workbook with a frozen bold heading."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = "A2"
    head = [WriteOnlyCell(sheet, value=str(heading)) for heading, _get in columns]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([defused(get(row)) for _heading, get in columns])
    out = io.BytesIO()
    book.save(out)
    response = HttpResponse(out.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
