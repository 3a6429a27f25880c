"""What rooms put on the year wheel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from common.charts.wheel import Ring
from common.slots import Slot

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

# Called with who looks, and the first and last day; None leaves the ring out. A ring shows only what the person
# may see: the public looks at the wheel too.
RINGS: Slot[Callable[[User | AnonymousUser, date, date], Ring | None]] = Slot("calendar.rings")
