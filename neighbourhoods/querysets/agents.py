"""Who sees which appointments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from common import clock

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from neighbourhoods.models import Area, ContactAgent, District, Organisation  # noqa: F401  (the rows' types)


class ContactAgentQuerySet(models.QuerySet["ContactAgent"]):
    """Appointments."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every appointment for those who see every area, else one's own; a head sees the area's."""
        if user.has_perm("neighbourhoods.see_all_areas"):
            return self
        if not user.is_authenticated:
            return self.none()
        headed = self.model._default_manager.filter(user=user, is_head=True, period__contains=clock.today())
        return self.filter(Q(user=user) | Q(area__in=headed.values("area")))

    def current(self) -> Self:
        """Return appointments that hold today."""
        return self.filter(period__contains=clock.today())
