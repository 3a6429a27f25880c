"""What the calendar holds, one file a subject."""

from holiday_calendar.models.feeds import PersonalFeed
from holiday_calendar.models.meetings import Decision, Invitee, MeetingTask, Minutes
from holiday_calendar.models.planning import MeetingRule, SchoolYearProposal
from holiday_calendar.models.rooms import BreakRoom, LogNote, Participant, Presence, Target
from holiday_calendar.models.years import (
    Aim,
    Approach,
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
    "Aim",
    "Approach",
    "BreakRoom",
    "CalendarItem",
    "CalendarItemEvent",
    "Decision",
    "Invitee",
    "LogNote",
    "MeetingRule",
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
    "SchoolYearProposal",
    "SchoolYearVersion",
    "Target",
    "WheelRing",
    "new_uid",
]
