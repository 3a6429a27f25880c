"""Who sees which areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from common import clock
from neighbourhoods.lifecycle import AreaStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from neighbourhoods.models import Area, ContactAgent, District, Organisation  # noqa: F401  (the rows' types)


class AreaQuerySet(models.QuerySet["Area"]):
    """Areas."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every area for those who may see all, an agent's own areas today, else none."""
        if user.has_perm("neighbourhoods.see_all_areas"):
            return self
        if not user.is_authenticated:
            return self.none()
        held = self.model._default_manager.filter(agents__user=user, agents__period__contains=clock.today())
        return self.filter(pk__in=held.values("pk"))

    def open(self) -> Self:
        """Return areas that are not closed."""
        return self.exclude(status=AreaStatus.CLOSED)
