"""Reading lists from Excel: xlsx, CSV or pasted lines become rows of text, within limits.

An xlsx file is a zip: a small one can unfold to gigabytes, so its unpacked size is asked before it is opened.
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000
MOST_ROWS = 10_000
MOST_LINES = 100_000  # of a sheet, with the empty ones that a spreadsheet takes along
MOST_COLUMNS = 40
Rows = list[list[str]]


def read_upload(name: str, file: IO[bytes], *, most_rows: int = MOST_ROWS, headed: bool = False) -> Rows:
    """Return the rows of an xlsx or CSV file; empty rows at the end are left out.

    A `headed` list is CSV as spreadsheets write it: its first line tells whether cells stand apart by semicolon,
    tab or comma, and quotes hold a cell together.

    Raises ValidationError: `too_large`, `too_many_rows`, `unreadable`, `file_kind`.
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 5 MB. Divide it into several."), code="too_large")
    if name.lower().endswith(".xlsx"):
        return _from_xlsx(data, most_rows)
    if name.lower().endswith((".csv", ".txt")):
        text = _decoded(data)
        return _few_enough(_from_csv(text), most_rows) if headed else read_text(text)
    raise ValidationError(_("Choose an Excel file (.xlsx) or a CSV file."), code="file_kind")


def read_text(text: str) -> Rows:
    """Return the rows of CSV or of pasted lines: cells apart by tab or semicolon, never by comma alone."""
    text = text.replace("\x00", "").removeprefix("\ufeff")
    delimiter = "\t" if "\t" in text else ";"
    rows = [_cells(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter, quoting=csv.QUOTE_NONE)]
    return _few_enough(rows, MOST_ROWS)


def _from_csv(text: str) -> Rows:
    text = text.replace("\x00", "")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";\t,", key=first.count)
    try:
        return [_cells(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise ValidationError(
            _("The file can't be read: a quotation mark is opened and never closed."), code="unreadable"
        ) from error


def _few_enough(rows: Rows, most: int) -> Rows:
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > most:
        raise ValidationError(
            _("There are more than %(most)s lines. Divide them into several."),
            code="too_many_rows",
            params={"most": number_format(most, force_grouping=True)},
        )
    return rows


def _cells(row: list[str]) -> list[str]:
    return [cell.strip() for cell in row[:MOST_COLUMNS]]


def _decoded(data: bytes) -> str:
    """Return the text: UTF-8, UTF-16 with its mark, or what Excel in Swedish writes where somebody chose plain CSV."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _from_xlsx(data: bytes, most_rows: int) -> Rows:
    unreadable = ValidationError(
        _("The file can't be read. Save it anew as an Excel workbook (.xlsx)."), code="unreadable"
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise ValidationError(_("The file is larger than 5 MB. Divide it into several."), code="too_large")
            has_formulas = _has_formulas(packed)
        rows = _values(data, computed=True)
        if has_formulas:
            # A formula that nobody has computed is told as it is written, instead of reading as an empty cell.
            written = _values(data, computed=False)
            rows = [
                [value or text for value, text in zip(*pair, strict=True)] for pair in zip(rows, written, strict=True)
            ]
    except ValidationError:
        raise
    except Exception as error:  # openpyxl lets any parser's error through: the file is a stranger's
        raise unreadable from error
    is_cut = len(rows) == MOST_LINES
    rows = _few_enough(rows, most_rows)
    if is_cut:
        raise ValidationError(
            _("The sheet is longer than what is written in it. Copy the rows to a new sheet."), code="too_many_rows"
        )
    return rows


def _has_formulas(packed: zipfile.ZipFile) -> bool:
    sheets = (packed.read(entry) for entry in packed.infolist() if entry.filename.startswith("xl/worksheets/"))
    return any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def _values(data: bytes, *, computed: bool) -> Rows:
    """Return a workbook's first sheet: what its formulas came to, or the formulas themselves."""
    from openpyxl import load_workbook  # here: 0.3 s and 30 MB of each process that never reads a workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=computed, keep_links=False)
    found = book.worksheets[0].iter_rows(max_row=MOST_LINES, max_col=MOST_COLUMNS, values_only=True)
    return [["" if value is None else str(value).strip() for value in values] for values in found]
