"""Keys to Open311: who sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from incidents.models import ApiKey  # noqa: F401  (QuerySet["ApiKey"] names it)


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Keys to Open311."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every key for who manages them, else none."""
        return self if user.has_perm("incidents.manage_api_keys") else self.none()

    def valid(self) -> Self:
        """Return keys that open something."""
        return self.filter(revoked_at=None)
