"""Reading a school year from a file: TOML or CSV, as documented in `docs/examples/`.

Nothing is computed that is not written in the file: påsklov, say, follows no rule. What is wrong is told
in one sentence each, with the place in the file.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from holiday_calendar.importing.ics import ics_tables
from holiday_calendar.lifecycle import YearStatus
from holiday_calendar.models import SchoolBreak, SchoolForm

MAX_BYTES = 500_000
MAX_BREAKS = 100


@dataclass(frozen=True)
class BreakRow:
    """A break as the file states it."""

    key: str
    kind: str
    name: str
    first_day: date
    last_day: date
    starts_from: date | None
    starts_to: date | None


@dataclass(frozen=True)
class YearFile:
    """A school year for one school form as the file states it."""

    label: str
    school_form: str
    starts_from: date
    starts_to: date
    ends_from: date
    ends_to: date
    source: str
    source_date: date
    status: str
    breaks: tuple[BreakRow, ...]

    def __str__(self) -> str:
        return (
            self.label if self.school_form == SchoolForm.ALL else f"{self.label}, {SchoolForm(self.school_form).label}"
        )

    def as_json(self) -> dict[str, Any]:
        """Return plain values for a version's record."""
        data: dict[str, Any] = _plain(asdict(self))
        return data


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def year_from_json(data: dict[str, Any]) -> YearFile:
    """Return what `as_json` has written down."""
    held = {key: _dated(key, value) for key, value in data.items() if key != "breaks"}
    rows = tuple(BreakRow(**{key: _dated(key, value) for key, value in row.items()}) for row in data["breaks"])
    return YearFile(**held, breaks=rows)


def _dated(key: str, value: Any) -> Any:
    is_day = key in {"source_date", "first_day", "last_day"} or key.endswith(("_from", "_to"))
    return date.fromisoformat(value) if is_day and value else value


def read_table(table: dict[str, Any]) -> YearFile:
    """Read one school form of a school year, as a form gives it. Raises ValidationError with every fault found."""
    return _year(table)


def read_school_years(name: str, content: bytes) -> list[YearFile]:
    """Read one or several school forms of a school year. Raises ValidationError with every fault found."""
    if len(content) > MAX_BYTES:
        raise ValidationError(_("The file is too large for a school year. Is it the right one?"), code="too_large")
    if name.lower().endswith(".ics"):
        return _each_year(ics_tables(content, name))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_("Save the file as UTF-8 and try again."), code="encoding") from error
    tables = _csv_tables(text) if name.lower().endswith(".csv") else _toml_tables(text)
    return _each_year(tables)


def _each_year(tables: list[dict[str, Any]]) -> list[YearFile]:
    if not tables:
        raise ValidationError(_("The file holds no school year."), code="empty")
    return [_year(table) for table in tables]


def _toml_tables(text: str) -> list[dict[str, Any]]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValidationError(
            _("The file can't be read as TOML: %(where)s."), code="toml", params={"where": error}
        ) from error
    forms = data.pop("school_forms", None)
    if forms is None:
        return [data]
    if not isinstance(forms, list) or not all(isinstance(form, dict) for form in forms):
        raise ValidationError(_("Write each school form as its own [[school_forms]] table."), code="toml")
    return [{**data, **form} for form in forms]


def _csv_tables(text: str) -> list[dict[str, Any]]:
    """Gather the lines of a CSV by school form; the lines of kind `year` say start, end and source."""
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    tables: dict[str, dict[str, Any]] = {}
    try:
        lines = [{(key or "").strip(): value for key, value in row.items()} for row in reader]
    except csv.Error as error:
        raise ValidationError(
            _("The file can't be read as CSV: %(where)s."), code="csv", params={"where": error}
        ) from error
    for line in lines:
        table = tables.setdefault((line.get("school_form") or "all").strip(), {"breaks": []})
        if (line.get("kind") or "").strip() == "year":
            table.update({key: line.get(key) for key in ("label", "school_form", "source", "source_date", "status")})
            table["starts"] = {"from": line.get("starts_from"), "to": line.get("starts_to")}
            table["ends"] = {"from": line.get("ends_from"), "to": line.get("ends_to")}
        else:
            table["breaks"].append(line)
    return list(tables.values())


class _Faults:
    """Gathers every fault of a file, so that the reader mends it once."""

    def __init__(self) -> None:
        self.found: list[ValidationError] = []

    def add(self, message: str, code: str, **params: object) -> None:
        self.found.append(ValidationError(message, code=code, params=params))

    def day(self, value: Any, where: str, *, required: bool = True) -> date | None:
        """Return a date, or note that it is missing or no date."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value in (None, ""):
            if required:
                self.add(_("%(where)s: a date is missing. Write it as 2026-08-19."), "date_missing", where=where)
            return None
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            self.add(
                _("%(where)s: “%(value)s” is not a date. Write it as 2026-08-19."),
                "date_wrong",
                where=where,
                value=str(value)[:40],
            )
            return None

    def range(self, value: Any, where: str) -> tuple[date, date] | None:
        """Return an earliest and a latest day; a single date is both."""
        value = value if isinstance(value, dict) else {"from": value}
        earliest = self.day(value.get("from"), where)
        latest = self.day(value.get("to"), where, required=False) or earliest
        if earliest is None or latest is None:
            return None
        if latest < earliest:
            self.add(_("%(where)s: the latest day is before the earliest."), "order", where=where)
            return None
        return earliest, latest

    def text(self, value: Any, where: str, longest: int) -> str:
        """Return a text that fits, or note that it is missing or too long."""
        text = str(value or "").strip().replace("\x00", "")
        if not text:
            self.add(_("%(where)s is missing."), "text_missing", where=where)
        if len(text) > longest:
            self.add(_("%(where)s is longer than %(longest)s characters."), "too_long", where=where, longest=longest)
        return text

    def choice(self, value: Any, where: str, allowed: list[str]) -> str:
        """Return one of the allowed words, or note it."""
        word = str(value or "").strip()
        if word not in allowed:
            self.add(
                _("%(where)s: “%(value)s” is not known. Use one of: %(allowed)s."),
                "unknown",
                where=where,
                value=word[:40],
                allowed=", ".join(allowed),
            )
        return word


def _year(table: dict[str, Any]) -> YearFile:
    faults = _Faults()
    label = faults.text(table.get("label"), "label", 7)
    if label and not _is_label(label):
        faults.add(_("Write the school year as 2026/27."), "label")
    form = faults.choice(table.get("school_form") or "all", "school_form", list(SchoolForm.values))
    status = faults.choice(table.get("status") or "to_be_confirmed", "status", list(YearStatus.values))
    source = faults.text(table.get("source"), "source", 300)
    source_date = faults.day(table.get("source_date"), "source_date")
    starts, ends = faults.range(table.get("starts"), "starts"), faults.range(table.get("ends"), "ends")
    if starts and ends and not starts[1] < ends[0]:
        faults.add(_("The school year ends before it starts."), "order")
    if starts and ends and _is_label(label) and not _within(label, starts[0], ends[1]):
        faults.add(_("Start and end lie outside the school year %(label)s."), "outside", label=label)
    breaks = _breaks(table.get("breaks") or [], label, faults)
    if faults.found or starts is None or ends is None or source_date is None:
        raise ValidationError(faults.found)
    return YearFile(label, form, *starts, *ends, source, source_date, status, breaks)


def _is_label(label: str) -> bool:
    match = re.fullmatch(r"(20\d\d)/(\d\d)", label)
    return match is not None and (int(match[1]) + 1) % 100 == int(match[2])


def _breaks(rows: Any, label: str, faults: _Faults) -> tuple[BreakRow, ...]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or len(rows) > MAX_BREAKS:
        faults.add(_("Write each break as its own [[breaks]] table, at most 100."), "breaks")
        return ()
    read = [_break(row, number, label, faults) for number, row in enumerate(rows, start=1)]
    keys = [row.key for row in read if row]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        faults.add(_("Two breaks have the key “%(key)s”. Give each its own."), "key_twice", key=key)
    return tuple(row for row in read if row)


def _break(row: dict[str, Any], number: int, label: str, faults: _Faults) -> BreakRow | None:
    where = _("Break %(number)s") % {"number": number}
    name = faults.text(row.get("name"), where, 80)
    kind = faults.choice(row.get("kind"), where, list(SchoolBreak.Kind.values))
    first = faults.day(row.get("first_day"), where)
    last = faults.day(row.get("last_day"), where, required=False) or first
    early = faults.day(row.get("starts_from"), where, required=False)
    late = faults.day(row.get("starts_to"), where, required=False) or early
    if first is None or last is None:
        return None
    early = early or (first if late else None)
    if last < first or (early and late and late < early):
        faults.add(_("%(where)s: the last day is before the first."), "order", where=where)
    if _is_label(label) and not _within(label, first, last):
        faults.add(_("%(where)s lies outside the school year %(label)s."), "outside", where=where, label=label)
    return BreakRow(slugify(str(row.get("key") or "") or name)[:40] or kind, kind, name, first, last, early, late)


def _within(label: str, first: date, last: date) -> bool:
    """A school year reaches from the summer before it to the summer after it, no further."""
    year = int(label[:4])
    return date(year, 6, 1) <= first and last <= date(year + 1, 9, 15)
