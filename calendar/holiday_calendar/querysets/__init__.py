"""Who sees what in the calendar, one file a subject."""

from holiday_calendar.querysets.rooms import BreakRoomQuerySet, PresenceQuerySet
from holiday_calendar.querysets.years import (
    EVERYTHING,
    CalendarItemQuerySet,
    Narrow,
    SchoolBreakQuerySet,
    SchoolYearQuerySet,
)

__all__ = [
    "EVERYTHING",
    "BreakRoomQuerySet",
    "CalendarItemQuerySet",
    "Narrow",
    "PresenceQuerySet",
    "SchoolBreakQuerySet",
    "SchoolYearQuerySet",
]
