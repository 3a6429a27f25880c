"""Who sees a break's own room: those who plan the calendar, and those who stand on its contact list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models

from common import clock

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from holiday_calendar.models import BreakRoom, Presence  # noqa: F401  (the rows' types)


class BreakRoomQuerySet(models.QuerySet["BreakRoom"]):
    """Rooms of breaks."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return all for those who plan; to others the rooms of breaks in which they take part."""
        if user.has_perm("calendar.change_calendaritem"):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        return self.filter(participants__email__iexact=user.email).distinct()


class PresenceQuerySet(models.QuerySet["Presence"]):
    """When and where adults are out."""

    def between(self, first: date, last: date) -> Self:
        """Return what touches any day from first to last, both included, on Stockholm's clock."""
        after = clock.start_of_day(last + timedelta(days=1))
        return self.filter(starts_at__lt=after, ends_at__gt=clock.start_of_day(first))
