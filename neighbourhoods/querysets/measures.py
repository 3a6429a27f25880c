"""Who sees which measures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from neighbourhoods.models import Area, Measure  # noqa: F401  (the rows' type)


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Measures of departments and organisations."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every measure for those who see every area, else none."""
        return self if user.has_perm("neighbourhoods.see_all_areas") else self.none()

    def on(self, day: date) -> Self:
        """Return measures that go on that day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def reaching(self, area: Area) -> Self:
        """Return the measures in an area: its own and its whole district's."""
        return self.filter(Q(area=area) | Q(district=area.district_id))
