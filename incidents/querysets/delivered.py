"""Counts from others: who sees them, and which stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from incidents.models import CountList, DeliveredCount  # noqa: F401  (the rows' types)


class CountListQuerySet(models.QuerySet["CountList"]):
    """Lists of counts read in."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every list for those who read counts in, else none."""
        return self if user.has_perm("incidents.deliver_counts") else self.none()


class DeliveredCountQuerySet(models.QuerySet["DeliveredCount"]):
    """Counts from others."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every count for those who see every report, else none."""
        return self if user.has_perm("incidents.see_all_reports") else self.none()

    def standing(self) -> Self:
        """Leave out what a correction has replaced."""
        return self.filter(replaced_at=None)

    def same_as(self, pk: int) -> Self:
        """Return the counts of the same matter as one: those it replaced, and what replaced it."""
        names = ("source", "kind", "district", "area", "first", "last")
        one = self.filter(pk=pk).values(*names).first()
        return self.filter(**one) if one else self.none()

    def in_district(self, district: int) -> Self:
        """Return a district's counts and its areas'."""
        return self.filter(models.Q(district=district) | models.Q(area__district=district))

    def for_list(self) -> Self:
        """Fetch what a row of a list shows, in one query."""
        return self.select_related("source", "category", "district", "area").defer(
            "district__boundary", "area__boundary"
        )
