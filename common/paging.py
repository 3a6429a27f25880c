"""Pages of a list that may be very long: read up to a limit, so that a look costs the same however long it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

MOST_LISTED = 1_000


class LimitedPaginator(Paginator):  # type: ignore[type-arg]  # generic to the checker only
    """Pages of the first MOST_LISTED of what was found; `is_cut` tells that there are more, and the page says so.

    One look finds count and order; of a page's rows only is everything read, from `rows`.
    """

    def __init__(self, found: QuerySet[Any], per_page: int, *, rows: QuerySet[Any]) -> None:
        keys = list(found.values_list("pk", flat=True)[: MOST_LISTED + 1])
        super().__init__(keys[:MOST_LISTED], per_page)
        self.is_cut, self._rows = len(keys) > MOST_LISTED, rows

    def _get_page(self, object_list: Any, number: int, paginator: Any) -> Page[Any]:
        keys: Sequence[Any] = object_list
        held = self._rows.in_bulk(keys)
        return Page([held[key] for key in keys if key in held], number, paginator)
