"""From the rows of a list to its cells by field: which column is what, and whole numbers and days as Excel has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.table_reading import Rows

# What a column may be called, in lower case, by field.
Headings = Mapping[str, tuple[str, ...]]
# A day as Excel counts it: whole days since the last but one of 1899; between 1954 and 2119.
EXCEL_EPOCH, EXCEL_DAYS = date(1899, 12, 30), (20_000, 80_000)
DEFUSED = re.compile(r"^'(?=[=+\-@])")
_POINT_ZERO = re.compile(r"[.,]0+$")
_SPACES = re.compile(r"[\s\u00a0]")


def read_list(
    rows: Rows, headings: Headings, needed: frozenset[str], sentence: str
) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    """Return each filled row's number and cells by field, and the headings that are not read.

    `sentence` says which headings are `needed`. Raises ValidationError: `no_columns`, `column_twice`, `no_rows`.
    """
    place = next((at for at, row in enumerate(rows) if sum(map(bool, row)) >= 2), None)
    if place is None:
        raise ValidationError(sentence, code="no_columns")
    columns, left_out = _columns(rows[place], headings)
    if not needed <= columns.keys():
        raise ValidationError(sentence, code="no_columns")
    found = []
    for number, row in enumerate(rows[place + 1 :], start=place + 2):
        cells = {name: tidied(row[at]) for name, at in columns.items() if at < len(row)}
        if any(cells.values()):
            found.append((number, cells))
    if not found:
        raise ValidationError(_("There are no rows below the headings."), code="no_rows")
    return found, left_out


def _columns(row: list[str], headings: Headings) -> tuple[dict[str, int], list[str]]:
    columns, left_out = dict[str, int](), []
    for at, heading in enumerate(row):
        word = tidied(heading).lower()
        name = next((name for name, words in headings.items() if word in words), None)
        if name is None:
            left_out += [tidied(heading)[:60]] if word else []
        elif name in columns:
            raise ValidationError(
                _("The column “%(name)s” stands there twice. Take one away and send the file again."),
                code="column_twice",
                params={"name": tidied(heading)[:60]},
            )
        else:
            columns[name] = at
    return columns, left_out


def tidied(cell: str) -> str:
    """Return a cell without needless spaces, quotes around it and the sign that keeps it from being a formula."""
    text = " ".join(cell.replace("\x00", " ").split())
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].replace('""', '"').strip()
    return DEFUSED.sub("", text)[:2_000]


def whole_number(text: str, most: int) -> int | None:
    """Return a whole number from 0 to `most` as people and Excel write it ("1 200", "12.0"), or None."""
    digits = _POINT_ZERO.sub("", _SPACES.sub("", text))
    if not digits.isascii() or not digits.isdigit() or len(digits) > 12 or int(digits) > most:
        return None
    return int(digits)


def day_of(text: str) -> date | None:
    """Return a day written as 2026-04-30 or counted as Excel does, or None."""
    whole = _POINT_ZERO.sub("", text)
    if whole.isdigit() and EXCEL_DAYS[0] < int(whole[:9]) < EXCEL_DAYS[1]:
        return EXCEL_EPOCH + timedelta(days=int(whole))
    try:
        return date.fromisoformat(text.removesuffix(" 00:00:00"))
    except ValueError:
        return None
