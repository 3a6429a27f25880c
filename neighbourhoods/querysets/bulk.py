"""Who sees which lists read in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from neighbourhoods.models import ListRun  # noqa: F401  (the rows' type)

# What a list holds, and what is needed to read one in: it makes such rows and changes them.
NEEDED = {
    "areas": ("neighbourhoods.add_area", "neighbourhoods.change_area"),
    "borders": ("neighbourhoods.add_area", "neighbourhoods.change_area"),
    "agents": ("neighbourhoods.add_contactagent", "neighbourhoods.change_contactagent"),
}


def kinds_of(user: User | AnonymousUser) -> list[str]:
    """Return which lists somebody may read in: only those who see every area may."""
    if not user.has_perm("neighbourhoods.see_all_areas"):
        return []
    return [kind for kind, needed in NEEDED.items() if user.has_perms(needed)]


class ListRunQuerySet(models.QuerySet["ListRun"]):
    """Lists read in."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the runs of the lists somebody may read in."""
        return self.filter(kind__in=kinds_of(user))
