"""What Grannstöd shows on pages of several rooms: the coordinator's desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common import clock
from grannstod import figures
from grannstod.figures import ShiftLine

if TYPE_CHECKING:
    from accounts.models import User


def week(user: User) -> list[ShiftLine]:
    """Return the shifts from today and six days on, those that a person may see."""
    return figures.shift_lines(user, clock.today(), 7)


def ahead(user: User, days: int) -> list[ShiftLine]:
    """Return the shifts from today and so many days on, those that a person may see."""
    return figures.shift_lines(user, clock.today(), days)
