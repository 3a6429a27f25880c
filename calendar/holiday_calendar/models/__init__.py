"""What the calendar holds, one file a subject."""

from holiday_calendar.models.years import (
    CalendarItem,
    CalendarItemEvent,
    MovesBy,
    SchoolBreak,
    SchoolForm,
    SchoolYear,
    SchoolYearEvent,
    SchoolYearVersion,
    WheelRing,
    new_uid,
)

__all__ = [
    "CalendarItem",
    "CalendarItemEvent",
    "MovesBy",
    "SchoolBreak",
    "SchoolForm",
    "SchoolYear",
    "SchoolYearEvent",
    "SchoolYearVersion",
    "WheelRing",
    "new_uid",
]
