"""Who sees what in the calendar, one file a subject."""

from holiday_calendar.querysets.rooms import BreakRoomQuerySet, PresenceQuerySet
from holiday_calendar.querysets.years import (
    EVERYTHING,
    SEVERAL_A_YEAR,
    CalendarItemQuerySet,
    Narrow,
    SchoolBreakQuerySet,
    SchoolYearQuerySet,
)

__all__ = [
    "EVERYTHING",
    "SEVERAL_A_YEAR",
    "BreakRoomQuerySet",
    "CalendarItemQuerySet",
    "Narrow",
    "PresenceQuerySet",
    "SchoolBreakQuerySet",
    "SchoolYearQuerySet",
]
