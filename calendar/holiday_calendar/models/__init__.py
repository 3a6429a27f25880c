"""What the calendar holds, one file a subject."""

from holiday_calendar.models.feeds import PersonalFeed
from holiday_calendar.models.meetings import Decision, Invitee, MeetingTask, Minutes
from holiday_calendar.models.rooms import BreakRoom, LogNote, Participant, Presence, Target
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
    "BreakRoom",
    "CalendarItem",
    "CalendarItemEvent",
    "Decision",
    "Invitee",
    "LogNote",
    "MeetingTask",
    "Minutes",
    "MovesBy",
    "Participant",
    "PersonalFeed",
    "Presence",
    "SchoolBreak",
    "SchoolForm",
    "SchoolYear",
    "SchoolYearEvent",
    "SchoolYearVersion",
    "Target",
    "WheelRing",
    "new_uid",
]
