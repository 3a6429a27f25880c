"""Who sees start-up cases, and who sees the people who would like to take part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from common import clock
from neighbourhoods.lifecycle import InterestStatus, StartupStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from neighbourhoods.models import InterestedPerson, StartupCase  # noqa: F401  (the rows' types)


class StartupCaseQuerySet(models.QuerySet["StartupCase"]):
    """Start-up cases."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every case for those who see every area, else none: it is the coordinator's paper."""
        return self if user.has_perm("neighbourhoods.see_all_areas") else self.none()

    def open(self) -> Self:
        """Return cases under way."""
        return self.filter(status=StartupStatus.OPEN)


class InterestedPersonQuerySet(models.QuerySet["InterestedPerson"]):
    """People who would like to take part."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return everybody for those who recruit, else nobody."""
        return self if user.has_perm("neighbourhoods.recruit_interested") else self.none()

    def waiting(self) -> Self:
        """Return people who have confirmed and heard nothing yet."""
        return self.filter(status=InterestStatus.NEW)

    def due_to_be_forgotten(self) -> Self:
        """Return people whose time has run out."""
        return self.filter(expires_on__lte=clock.today())
