"""Which kinds of report somebody may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import QuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class CategoryQuerySet(QuerySet[Any]):
    """Kinds, by who sees them."""

    def kept_from(self, user: User | AnonymousUser) -> Self:
        """Return the kinds that only some roles see and this person has none of them."""
        if user.is_superuser:
            return self.none()
        return self.kept_from_some().exclude(seen_by__in=user.groups.all())

    def kept_from_some(self) -> Self:
        """Return the kinds that not every role sees."""
        return self.filter(seen_by__isnull=False).distinct()
