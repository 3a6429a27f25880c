"""What can be done with the calendar: import and confirm school years; make, change, cancel and copy items."""

from holiday_calendar.services.copying import Copied, copy_year, discard_drafts, release_drafts
from holiday_calendar.services.items import cancel_item, check_item, check_rule, restore_item, save_item
from holiday_calendar.services.school_years import (
    Change,
    compare_school_year,
    confirm_school_year,
    doubt_school_year,
    publish_school_year,
    save_break,
    save_year,
)

__all__ = [
    "Change",
    "Copied",
    "cancel_item",
    "check_item",
    "check_rule",
    "compare_school_year",
    "confirm_school_year",
    "copy_year",
    "discard_drafts",
    "doubt_school_year",
    "publish_school_year",
    "release_drafts",
    "restore_item",
    "save_break",
    "save_item",
    "save_year",
]
