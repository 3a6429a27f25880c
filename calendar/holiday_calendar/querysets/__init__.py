"""Who sees what in the calendar, one file a subject."""

from holiday_calendar.querysets.rooms import BreakRoomQuerySet, PresenceQuerySet
from holiday_calendar.querysets.years import CalendarItemQuerySet, SchoolBreakQuerySet, SchoolYearQuerySet

__all__ = [
    "BreakRoomQuerySet",
    "CalendarItemQuerySet",
    "PresenceQuerySet",
    "SchoolBreakQuerySet",
    "SchoolYearQuerySet",
]
