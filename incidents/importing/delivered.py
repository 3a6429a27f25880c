"""Counts from others, from a list: which column is what, and what each row would do. Nothing is saved here."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common import clock
from common.list_cells import day_of, read_list, whole_number
from common.list_runs import Outcome
from common.table_reading import Rows
from incidents.models import Category, CountSource, DeliveredCount
from neighbourhoods.models import Area, District

# What a column may be called, in lower case; the first word is the one of the list to fetch.
HEADINGS: dict[str, tuple[str, ...]] = {
    "source": ("källa", "source", "lämnad av"),
    "kind": ("typ", "type", "slag", "brottstyp", "händelse"),
    "district": ("kommundel", "district", "distrikt"),
    "area": ("område", "area", "grannsamverkansområde"),
    "period": ("period", "månad", "month", "kvartal", "år"),
    "first": ("från", "from", "fr.o.m.", "from och med"),
    "last": ("till", "to", "t.o.m.", "till och med"),
    "number": ("antal", "number", "count"),
    "final": ("status", "slutlig", "final"),
}
NEEDED = frozenset({"source", "kind", "number"})
MOST = 1_000_000
EARLIEST = date(1990, 1, 1)
FINAL, PRELIMINARY = ("slutlig", "final", "ja", "yes"), ("", "preliminär", "preliminary", "prel", "prel.", "nej", "no")
_YEAR, _MONTH = re.compile(r"(\d{4})"), re.compile(r"(\d{4})-(\d{1,2})(?:-01)?(?: 00:00:00)?")
_QUARTER = re.compile(r"(\d{4})[ -]*(?:kvartal|kv|k|q)\s*([1-4])", re.IGNORECASE)


@dataclass
class Judged:
    """What a row would do: the count before and after, as JSON holds them."""

    number: int
    outcome: Outcome
    cells: dict[str, str]
    remark: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


def read_counts(rows: Rows) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    """Return each filled row's number and cells by field, and the headings that are not read.

    Raises ValidationError: `no_columns`, `column_twice`, `no_rows`.
    """
    sentence = _("The first row must hold headings, among them source, type and number.")
    return read_list(rows, HEADINGS, NEEDED, sentence)


def period_of(text: str) -> tuple[date, date] | None:
    """Return the first and last day of "2026", "2026-05" or "2026 kvartal 2", or None."""
    if found := _YEAR.fullmatch(text):
        year, first, last = int(found[1]), 1, 12
    elif found := _QUARTER.fullmatch(text):
        year, last = int(found[1]), 3 * int(found[2])
        first = last - 2
    elif (found := _MONTH.fullmatch(text)) and 1 <= int(found[2]) <= 12:
        year, first = int(found[1]), int(found[2])
        last = first
    else:
        return None
    return (date(year, first, 1), date(year, last, monthrange(year, last)[1])) if year else None


Key = tuple[Any, ...]
KEY = ("source_id", "kind", "district_id", "area_id", "first", "last")


class Judge:
    """Judges rows against the counts that stand now; the same count twice in a list is refused the second time."""

    def __init__(self) -> None:
        self.sources = {source.name.lower(): source.pk for source in CountSource.objects.all()}
        self.kinds = {kind.lower(): kind for kind in DeliveredCount.objects.values_list("kind", flat=True).distinct()}
        self.categories = {category.name.lower(): category.pk for category in Category.objects.all()}
        self.districts = {name.lower(): pk for pk, name in District.objects.values_list("pk", "name")}
        self.areas: dict[str, list[tuple[int, int]]] = {}
        for pk, name, district in Area.objects.values_list("pk", "name", "district_id"):
            self.areas.setdefault(name.lower(), []).append((pk, district))
        standing = DeliveredCount.objects.standing()
        self.held: dict[Key, DeliveredCount] = {key_of(count): count for count in standing}
        self.seen = dict[Key, int]()

    def judge(self, number: int, cells: dict[str, str]) -> Judged:
        """Return what the row would do, or why it is refused."""
        try:
            after = self._wanted(cells)
            key: Key = tuple(after[name] for name in KEY)
            if key in self.seen:
                raise ValidationError(_("The same count stands on row %(row)d already.") % {"row": self.seen[key]})
            self.seen[key] = number
            held = self.held.get(key)
            if held is not None and held.is_final and not after["is_final"]:
                raise ValidationError(_("The count is final already; a preliminary one does not replace it."))
        except ValidationError as error:
            return Judged(number, Outcome.REFUSED, cells, " ".join(error.messages)[:300])
        before = {} if held is None else {"pk": held.pk, "number": held.number, "is_final": held.is_final}
        same = held is not None and (held.number, held.is_final) == (after["number"], after["is_final"])
        outcome = Outcome.NEW if held is None else Outcome.UNCHANGED if same else Outcome.CHANGED
        return Judged(number, outcome, cells, "", before, after)

    def _wanted(self, cells: dict[str, str]) -> dict[str, Any]:
        source = self.sources.get(cells.get("source", "").lower())
        if source is None:
            raise ValidationError(
                _("There is no source “%(name)s”. Add it first.") % {"name": cells.get("source", "")[:60]}
            )
        kind = cells.get("kind", "")
        if not 1 <= len(kind) <= 80:
            raise ValidationError(_("The row has no type of at most 80 characters."))
        count = whole_number(cells.get("number", ""), MOST)
        if count is None:
            raise ValidationError(_("“%(text)s” is not a number.") % {"text": cells.get("number", "")[:40]})
        first, last = _period(cells)
        return {
            "source_id": source,
            "kind": self.kinds.setdefault(kind.lower(), kind),
            "category_id": self.categories.get(kind.lower()),
            **self._place(cells.get("district", ""), cells.get("area", "")),
            "first": first.isoformat(),
            "last": last.isoformat(),
            "number": count,
            "is_final": _is_final(cells.get("final", "")),
        }

    def _place(self, district: str, area: str) -> dict[str, int | None]:
        at = self.districts.get(district.lower())
        if district and at is None:
            raise ValidationError(_("There is no district “%(name)s”.") % {"name": district[:60]})
        if not area:
            return {"district_id": at, "area_id": None}
        found = [pk for pk, lies_in in self.areas.get(area.lower(), []) if at in (None, lies_in)]
        if len(found) != 1:
            sentence = _("There are several areas “%(name)s”. Write the district too.") if found else _(
                "There is no area “%(name)s” there."
            )  # fmt: skip
            raise ValidationError(sentence % {"name": area[:60]})
        return {"district_id": None, "area_id": found[0]}


def key_of(count: DeliveredCount) -> Key:
    """Return what says that two counts are of the same: source, kind, place and period."""
    return (count.source_id, count.kind, count.district_id, count.area_id, str(count.first), str(count.last))


def _period(cells: dict[str, str]) -> tuple[date, date]:
    found = period_of(cells["period"]) if cells.get("period") else _two_days(cells)
    if found is None:
        raise ValidationError(
            _("The period can't be read. Write it as 2026-05, 2026 kvartal 2 or 2026, or as two days.")
        )
    first, last = found
    if not EARLIEST <= first <= last:
        raise ValidationError(_("The period must begin after 1989, and not end before it begins."))
    if last > clock.today():
        raise ValidationError(_("The period has not ended yet."))
    return first, last


def _two_days(cells: dict[str, str]) -> tuple[date, date] | None:
    first, last = day_of(cells.get("first", "")), day_of(cells.get("last", ""))
    return (first, last) if first and last else None


def _is_final(text: str) -> bool:
    word = text.lower()
    if word not in FINAL + PRELIMINARY:
        raise ValidationError(_("Write “slutlig” or “preliminär”, not “%(text)s”.") % {"text": text[:40]})
    return word in FINAL
