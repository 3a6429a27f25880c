"""Spreadsheets: nothing runs as a formula, nothing a cell can't hold stops the list."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from common.tables import csv_response, defused, xlsx_response
from tests.whole.naughty import LIST

COLUMNS = [("Text", lambda row: row)]


def read_csv(rows: list[str]) -> list[list[str]]:
    content = b"".join(csv_response("lista", COLUMNS, rows)).decode("utf-8")  # type: ignore[arg-type]
    assert content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(content[1:], newline=""), delimiter=";"))


def read_xlsx(rows: list[str]) -> list[object]:
    sheet = load_workbook(io.BytesIO(xlsx_response("lista", COLUMNS, rows).content)).active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    return [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.mark.parametrize("start", ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"])
def test_formulas_are_defused(start: str) -> None:
    assert str(defused(start)).startswith("'")


def test_other_cells_are_left_alone() -> None:
    moment = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
    assert defused(moment) == datetime(2026, 6, 1, 12, 0)  # noqa: DTZ001
    assert [defused(value) for value in (-1, 2.5, True, None, date(2026, 1, 1))] == [
        -1,
        2.5,
        True,
        None,
        date(2026, 1, 1),
    ]
    assert defused(gettext_lazy("Difference")) in ("Difference", "Skillnad")


@given(st.text(max_size=50))
def test_no_cell_ever_begins_as_a_formula(value: str) -> None:
    cell = str(defused(value))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.lists(st.text(max_size=30), max_size=5))
def test_csv_is_read_back_as_written(rows: list[str]) -> None:
    expected = [str(defused(row)) for row in rows]
    read = [row[0] if row else "" for row in read_csv(rows)[1:]]
    assert read == expected


def test_naughty_strings_are_exported() -> None:
    if not LIST.exists():
        pytest.skip(f"{LIST} is missing: the naughty strings were not tried")
    strings = json.loads(LIST.read_text(encoding="utf-8"))
    assert len(read_xlsx(strings)) == len(strings)
    assert len(read_csv(strings)) == len(strings) + 1


def test_what_a_cell_cannot_hold_is_cut_not_fatal() -> None:
    assert len(str(read_xlsx(["x" * 40_000])[0])) == 32_767
    assert read_xlsx(["a\x00\x0bb"]) == ["ab"]
    assert xlsx_response("läge: [v. 44] / a?*", COLUMNS, ["x"]).status_code == 200
