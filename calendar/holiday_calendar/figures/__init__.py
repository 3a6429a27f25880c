"""What the calendar can tell: lines of a year, the year wheel, feeds."""

from holiday_calendar.figures.feeds import FeedVersion, feed_days, feed_events, feed_version
from holiday_calendar.figures.lines import (
    Line,
    Month,
    coming,
    count_items,
    lines,
    meeting_codes,
    months,
    next_break,
    school_lines,
    school_years,
    wheel_days,
    year_label,
    year_months,
)
from holiday_calendar.figures.wheel import WheelPage, wheel_list, wheel_page

__all__ = [
    "FeedVersion",
    "Line",
    "Month",
    "WheelPage",
    "coming",
    "count_items",
    "feed_days",
    "feed_events",
    "feed_version",
    "lines",
    "meeting_codes",
    "months",
    "next_break",
    "school_lines",
    "school_years",
    "wheel_days",
    "wheel_list",
    "wheel_page",
    "year_label",
    "year_months",
]
