"""What rooms above put on the year wheel and in the calendar's list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from common.slots import Slot

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@dataclass(frozen=True)
class Mark:
    """One thing on a ring: its day, the short code that stands in its shape ("A1"), its name and address."""

    day: date
    code: str
    name: str
    url: str = ""
    is_done: bool = False


@dataclass(frozen=True)
class Ring:
    """One ring of the wheel. The shape says the kind: circle, diamond, square or hexagon."""

    title: str
    shape: str
    marks: Sequence[Mark]


# Called with the person who looks and the first and last day of the wheel; None leaves the ring out.
RINGS: Slot[Callable[[User | AnonymousUser, date, date], Ring | None]] = Slot("holiday_calendar.rings")
