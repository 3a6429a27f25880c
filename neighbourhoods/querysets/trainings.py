"""Who sees which trainings and which sign-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, F, Q

from common import clock
from neighbourhoods.lifecycle import SEATED, SignUpStatus, TrainingStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from neighbourhoods.models import SignUp, Training  # noqa: F401  (the rows' types)

# Who may come, by what they may do. Who may do neither comes to what is open to everybody.
AUDIENCES: dict[str, tuple[str, ...]] = {
    "neighbourhoods.use_portal": ("agents", "members", "everybody"),
    "grannstod.use_patrol": ("volunteers", "members", "everybody"),
}


def audiences_of(user: User | AnonymousUser) -> set[str]:
    """Return the circles a person belongs to."""
    found = {"everybody"}
    for permission, circles in AUDIENCES.items():
        if user.has_perm(permission):
            found.update(circles)
    return found


class TrainingQuerySet(models.QuerySet["Training"]):
    """Courses and evenings."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return all for those who plan them; else what one may come to, and what one has signed up for."""
        if user.has_perm("neighbourhoods.manage_trainings"):
            return self
        shown = ~Q(status=TrainingStatus.DRAFT) & Q(audience__in=audiences_of(user))
        if user.is_authenticated:
            mine = self.model._default_manager.filter(sign_ups__user=user).exclude(status=TrainingStatus.DRAFT)
            shown |= Q(pk__in=mine.values("pk"))
        return self.filter(shown)

    def coming(self) -> Self:
        """Return what can still be gone to: open, and not over."""
        return self.filter(status=TrainingStatus.OPEN, ends_at__gt=clock.now())

    def with_counts(self) -> Self:
        """Add `taken` (seats) and `waiting`, for a list in one query."""
        return self.annotate(
            taken=Count("sign_ups", filter=Q(sign_ups__status__in=SEATED)),
            waiting=Count("sign_ups", filter=Q(sign_ups__status=SignUpStatus.WAITING)),
            were_there=Count("sign_ups", filter=Q(sign_ups__status=SignUpStatus.ATTENDED)),
        )


class SignUpQuerySet(models.QuerySet["SignUp"]):
    """Who wants to come to what."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return all for those who plan trainings; else one's own."""
        if user.has_perm("neighbourhoods.manage_trainings"):
            return self
        return self.filter(user=user) if user.is_authenticated else self.none()

    def seated(self) -> Self:
        """Return those who have a seat."""
        return self.filter(status__in=SEATED)

    def in_line(self) -> Self:
        """Return the waiting list, first come first."""
        return self.filter(status=SignUpStatus.WAITING).order_by("queued_at", "pk")

    def untold(self) -> Self:
        """Return those who have, or wait for, a place and don't know yet that the training moved or is cancelled."""
        concerned = (SignUpStatus.CONFIRMED, SignUpStatus.OFFERED, SignUpStatus.WAITING)
        return self.filter(status__in=concerned, told_sequence__lt=F("training__sequence")).exclude(email="")
