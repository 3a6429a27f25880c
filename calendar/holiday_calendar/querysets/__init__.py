"""Who sees what in the calendar, one file a subject."""

from holiday_calendar.querysets.years import CalendarItemQuerySet, SchoolBreakQuerySet, SchoolYearQuerySet

__all__ = ["CalendarItemQuerySet", "SchoolBreakQuerySet", "SchoolYearQuerySet"]
