"""Saved filters and standard texts: who sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from incidents.models import SavedFilter, StandardText  # noqa: F401  (the querysets name them)


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Saved filters."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return one's own."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class StandardTextQuerySet(models.QuerySet["StandardText"]):
    """Standard texts."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every text for who handles reports, else none."""
        return self if user.has_perm("incidents.triage_report") else self.none()

    def usable(self) -> Self:
        """Return texts in use."""
        return self.filter(is_active=True)
