"""Who sees what stands in the portal: meetings, counts, circles, messages, groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from common import clock
from neighbourhoods.querysets.areas import AreaQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from neighbourhoods.models import AreaMessage, GroupHead  # noqa: F401  (the rows' types)


class OfAreaQuerySet(models.QuerySet[Any]):
    """Rows that belong to an area by their field `area`."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the rows of the areas a person sees."""
        areas: AreaQuerySet = self.model._meta.get_field("area").related_model._default_manager.all()
        return self.filter(area__in=areas.visible_to(user))


class GroupHeadQuerySet(models.QuerySet["GroupHead"]):
    """Heads of groups."""

    def current(self) -> Self:
        """Return those whose period holds today."""
        return self.filter(period__contains=clock.today())


class AreaMessageQuerySet(models.QuerySet["AreaMessage"]):
    """Messages."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every message to those who write to areas; to an agent what is written to or by that agent."""
        if user.has_perm("neighbourhoods.write_to_areas"):
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(recipients__user=user) | Q(author=user)).distinct()
