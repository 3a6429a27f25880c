"""Which rule holds, and who sees which revival cases and measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from neighbourhoods.lifecycle import RevivalStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from neighbourhoods.models import RevivalCase, VitalityRule  # noqa: F401  (the rows' types)


class VitalityRuleQuerySet(models.QuerySet["VitalityRule"]):
    """Versions of the rule."""

    def holding(self) -> VitalityRule | None:
        """Return the rule that holds: the highest published."""
        return self.filter(published_at__isnull=False).order_by("-number").first()


class RevivalCaseQuerySet(models.QuerySet["RevivalCase"]):
    """Cases of areas that have fallen asleep."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every case for those who handle them, else none."""
        return self if user.has_perm("neighbourhoods.handle_revival") else self.none()

    def open(self) -> Self:
        """Return cases that nobody has closed."""
        return self.exclude(status=RevivalStatus.DONE)
