"""What people fill in, one file a subject."""

from holiday_calendar.forms.copying import CopyYearForm

__all__ = ["CopyYearForm"]
