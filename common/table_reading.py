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
from django.utils.translation import gettext as _
from openpyxl import load_workbook

MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000
MOST_ROWS = 10_000
MOST_COLUMNS = 40
Rows = list[list[str]]


def read_upload(name: str, file: IO[bytes]) -> Rows:
    """Return the rows of an xlsx or CSV file.

    Raises ValidationError: `too_large`, `too_many_rows`, `unreadable`, `file_kind`.
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 5 MB. Divide it into several."), code="too_large")
    if name.lower().endswith(".xlsx"):
        return _from_xlsx(data)
    if name.lower().endswith((".csv", ".txt")):
        return read_text(_decoded(data))
    raise ValidationError(_("Choose an Excel file (.xlsx) or a CSV file."), code="file_kind")


def read_text(text: str) -> Rows:
    """Return the rows of CSV or of pasted lines: cells apart by tab or semicolon, never by comma alone."""
    text = text.replace("\x00", "").removeprefix("\ufeff")
    delimiter = "\t" if "\t" in text else ";"
    rows = [_cells(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter, quoting=csv.QUOTE_NONE)]
    return _few_enough(rows)


def _few_enough(rows: Rows) -> Rows:
    if len(rows) > MOST_ROWS:
        raise ValidationError(_("There are more than 10,000 lines. Divide them into several."), code="too_many_rows")
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


def _from_xlsx(data: bytes) -> Rows:
    unreadable = ValidationError(
        _("The file can't be read. Save it anew as an Excel workbook (.xlsx)."), code="unreadable"
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise ValidationError(_("The file is larger than 5 MB. Divide it into several."), code="too_large")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        rows: Rows = []
        for values in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True):
            rows.append(["" if value is None else str(value).strip() for value in values])
    except ValidationError:
        raise
    except Exception as error:  # openpyxl lets any parser's error through: the file is a stranger's
        raise unreadable from error
    return _few_enough(rows)
