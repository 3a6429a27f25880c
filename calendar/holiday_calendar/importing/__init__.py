"""Reading what others wrote: school years from TOML, CSV and calendar files; activities."""

from holiday_calendar.importing.activities import read_activities
from holiday_calendar.importing.school_years import (
    MAX_BYTES,
    BreakRow,
    YearFile,
    read_school_years,
    read_table,
    year_from_json,
)

__all__ = ["MAX_BYTES", "BreakRow", "YearFile", "read_activities", "read_school_years", "read_table", "year_from_json"]
