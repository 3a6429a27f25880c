"""Decisions on how long reports are kept: who sees them, which stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from incidents.models import RetentionDecision  # noqa: F401  (QuerySet["RetentionDecision"] names it)


class RetentionDecisionQuerySet(models.QuerySet["RetentionDecision"]):
    """Decisions on retention."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every decision for who records them, else none."""
        return self if user.has_perm("incidents.decide_retention") else self.none()

    def in_force(self) -> Self:
        """Return the latest decision about each kind."""
        latest = self.order_by("category_id", "-recorded_at", "-pk").distinct("category_id")
        return self.filter(pk__in=latest.values("pk")).select_related("category")
