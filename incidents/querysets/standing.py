"""Standing summaries: who sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from incidents.models import StandingSummary  # noqa: F401  (the rows' type)


class StandingSummaryQuerySet(models.QuerySet["StandingSummary"]):
    """Standing summaries."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every one for those who set them up, else none."""
        return self if user.has_perm("incidents.subscribe_summaries") else self.none()
