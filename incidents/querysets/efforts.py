"""Efforts: who sees them, and which are going on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from incidents.models import Effort  # noqa: F401  (the rows' type)


class EffortQuerySet(models.QuerySet["Effort"]):
    """Efforts."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every effort for those who see every report, else none."""
        return self if user.has_perm("incidents.see_all_reports") else self.none()

    def during(self, first: date, last: date) -> Self:
        """Return the efforts that go on some day between two."""
        return self.filter(first_day__lte=last, last_day__gte=first)

    def for_list(self) -> Self:
        """Fetch what a row of a list shows, in two queries."""
        places = ("district", "area", "compared_district", "compared_area")
        without_borders = self.select_related(*places).defer(*(f"{place}__boundary" for place in places))
        return without_borders.prefetch_related("categories")
