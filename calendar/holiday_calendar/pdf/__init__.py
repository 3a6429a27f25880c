"""What the calendar puts on paper, one file a subject."""

from holiday_calendar.pdf.meetings import MinutesPaper
from holiday_calendar.pdf.rooms import BreakSummary, ContactList
from holiday_calendar.pdf.wheel import YearWheel

__all__ = ["BreakSummary", "ContactList", "MinutesPaper", "YearWheel"]
