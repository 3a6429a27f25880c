"""Who sees which lists read in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from neighbourhoods.models import ListRun  # noqa: F401  (the rows' type)


class ListRunQuerySet(models.QuerySet["ListRun"]):
    """Lists read in."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every run for those who may change every area, else none."""
        may = user.has_perm("neighbourhoods.see_all_areas") and user.has_perm("neighbourhoods.change_area")
        return self if may else self.none()
