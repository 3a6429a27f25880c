"""Who sees which signs: those who see the area."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q

from common import clock
from neighbourhoods.lifecycle import SignOrderStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from neighbourhoods.models import Sign, SignOrder  # noqa: F401  (the rows' types)


def _areas_of(user: User | AnonymousUser) -> models.QuerySet[Any, Any]:
    areas: models.QuerySet[Any, Any] = apps.get_model("neighbourhoods.Area").objects.visible_to(user)
    return areas.order_by().values("pk")


class SignQuerySet(models.QuerySet["Sign"]):
    """Signs."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every sign for those who see every area, an agent's own areas' signs, else none."""
        if user.has_perm("neighbourhoods.see_all_areas"):
            return self
        return self.filter(area__in=_areas_of(user))

    def standing(self) -> Self:
        """Return signs that have not been taken down."""
        return self.filter(removed_on=None)

    def to_check(self) -> Self:
        """Return standing signs that nobody has looked at for SIGN_CHECK_DAYS, or never."""
        since = clock.today() - timedelta(days=settings.SIGN_CHECK_DAYS)
        return self.standing().filter(Q(checked_on=None) | Q(checked_on__lt=since))

    def unplaced(self) -> Self:
        """Return standing signs of which nobody has said where they stand."""
        return self.standing().filter(place="")

    def broken(self) -> Self:
        """Return standing signs that should be replaced."""
        return self.standing().filter(condition__in=("damaged", "missing"))

    def to_order(self) -> Self:
        """Return broken signs whose replacement nobody has ordered."""
        return self.broken().exclude(orders__status__in=(SignOrderStatus.ASKED, SignOrderStatus.RELEASED))


class SignOrderQuerySet(models.QuerySet["SignOrder"]):
    """Orders of signs."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every order for those who see every area, an agent's own areas' orders, else none."""
        if user.has_perm("neighbourhoods.see_all_areas"):
            return self
        return self.filter(area__in=_areas_of(user))

    def open(self) -> Self:
        """Return orders that are neither delivered nor cancelled."""
        return self.filter(status__in=(SignOrderStatus.ASKED, SignOrderStatus.RELEASED))
