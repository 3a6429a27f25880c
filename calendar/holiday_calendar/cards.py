"""What the calendar shows on pages of several rooms: the start page, the desk, an area's summary."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from common import clock
from holiday_calendar import figures
from holiday_calendar.figures import Line
from holiday_calendar.models import BreakRoom
from neighbourhoods.slots import Section

if TYPE_CHECKING:
    from accounts.models import User
    from neighbourhoods.models import Area


def soon(limit: int) -> list[Line]:
    """Return what comes next for anyone: breaks, public holidays and public activities."""
    return figures.coming(AnonymousUser(), clock.today(), days=120, limit=limit)


def week(user: User) -> list[Line]:
    """Return what happens from today and six days on, internal meetings included for those who may see them."""
    return figures.coming(user, clock.today(), days=6, limit=50)


def ahead(user: User, days: int) -> list[Line]:
    """Return what happens from today and so many days on, internal meetings included for those who may see them."""
    return figures.coming(user, clock.today(), days=days, limit=200)


def takes_part(user: User) -> bool:
    """Tell whether a person sees the room of any break."""
    return BreakRoom.objects.visible_to(user).exists()


def area_section(area: Area) -> Section | None:
    """Return the coming events of an area's district for its summary, or None where nothing is planned."""
    coming = figures.coming(AnonymousUser(), clock.today(), days=90, limit=8, district=area.district)
    if not coming:
        return None
    return Section(_("Coming events"), "calendar/area_section.html", {"lines": coming}, rank=70)


def days_to_next_break(day: date | None = None) -> int | None:
    """Return how many days are left to the next break, 0 while one runs, None if none is known."""
    day = day or clock.today()
    coming = figures.next_break(AnonymousUser(), day)
    return max(0, (coming.first_day - day).days) if coming else None
