"""Events of the police: who sees them here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from incidents.models import PoliceEvent  # noqa: F401  (QuerySet["PoliceEvent"] names it)


class PoliceEventQuerySet(models.QuerySet["PoliceEvent"]):
    """Events of the police."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every event for who works with all reports, else none."""
        return self if user.has_perm("incidents.see_all_reports") else self.none()
