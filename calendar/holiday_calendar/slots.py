"""What rooms put on the year wheel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from common.charts.wheel import Ring
from common.slots import Slot

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

# Called with who looks, and the first and last day; None leaves the ring out. A ring shows only what the person
# may see: the public looks at the wheel too.
RINGS: Slot[Callable[[User | AnonymousUser, date, date], Ring | None]] = Slot("calendar.rings")


@dataclass(frozen=True)
class AdultsOut:
    """Adults out from when to when; without a district they drive or walk through the whole municipality."""

    who: str
    starts_at: datetime
    ends_at: datetime
    district_id: int | None = None
    place: str = ""
    presence_id: int | None = None  # of an evening that stands in the room, and can be taken out there


# Called with the first and last day: who else is out, known to a room above. No names of persons.
PRESENCES: Slot[Callable[[date, date], list[AdultsOut]]] = Slot("calendar.presences")
