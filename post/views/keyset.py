"""Pages that cost the same at the end of a million rows as at the beginning: by the row they begin after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)
MOST_DIGITS = 18


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, newest first, and where the pages beside begin. How many there are in all is never counted."""

    rows: list[Row]
    older: str
    newer: str


def page_of(request: HttpRequest, rows: QuerySet[Row], size: int) -> Page[Row]:
    """Return the page an address asks for: `efter` a row (older ones) or `fore` one (newer ones)."""
    after, before = _number(request, "efter"), _number(request, "fore")
    if before:
        found = list(rows.filter(pk__gt=before).order_by("pk")[: size + 1])
        has_newer, has_older = len(found) > size, True
        found = found[:size][::-1]
    else:
        found = list((rows.filter(pk__lt=after) if after else rows).order_by("-pk")[: size + 1])
        has_newer, has_older = bool(after), len(found) > size
        found = found[:size]
    return Page(
        rows=found,
        older=_query(request, "efter", found[-1].pk) if found and has_older else "",
        newer=_query(request, "fore", found[0].pk) if found and has_newer else "",
    )


def _number(request: HttpRequest, name: str) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) <= MOST_DIGITS else 0


def _query(request: HttpRequest, name: str, number: int) -> str:
    query = request.GET.copy()
    for old in ("efter", "fore"):
        query.pop(old, None)
    query[name] = str(number)
    return "?" + query.urlencode()
