"""School years and calendar items for tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from common import clock
from holiday_calendar import services
from holiday_calendar.importing import BreakRow, YearFile
from holiday_calendar.models import CalendarItem, SchoolYear

_numbers = count(1)


def break_row(key: str = "hostlov", **fields: Any) -> BreakRow:
    """Return an autumn break as a file would state it."""
    defaults: dict[str, Any] = {
        "kind": "autumn",
        "name": key.capitalize(),
        "first_day": date(2026, 10, 26),
        "last_day": date(2026, 10, 30),
        "starts_from": None,
        "starts_to": None,
    }
    return BreakRow(key=key, **defaults | fields)


def year_file(*breaks: BreakRow, **fields: Any) -> YearFile:
    """Return the school year 2026/27 as a file would state it."""
    defaults: dict[str, Any] = {
        "label": "2026/27",
        "school_form": "all",
        "starts_from": date(2026, 8, 19),
        "starts_to": date(2026, 8, 21),
        "ends_from": date(2027, 6, 11),
        "ends_to": date(2027, 6, 11),
        "source": "Provbeslut",
        "source_date": date(2026, 3, 1),
        "status": "to_be_confirmed",
    }
    return YearFile(breaks=breaks or (break_row(),), **defaults | fields)


def make_year(*breaks: BreakRow, **fields: Any) -> SchoolYear:
    """Publish a school year."""
    return services.publish_school_year(year=year_file(*breaks, **fields), actor=None)


def make_item(day: date | datetime | None = None, *, hours: float = 2, **fields: Any) -> CalendarItem:
    """Make a public activity tomorrow at 17, or at a moment; a date alone makes it fill the day."""
    all_day = isinstance(day, date) and not isinstance(day, datetime)
    if all_day:
        starts = clock.start_of_day(day)
        ends = clock.start_of_day(day + timedelta(days=1))
    else:
        starts = day or clock.start_of_day(clock.today() + timedelta(days=1)) + timedelta(hours=17)
        ends = starts + timedelta(hours=hours)
    number = next(_numbers)
    defaults = {"title": f"Provaktivitet {number}", "starts_at": starts, "ends_at": ends, "all_day": all_day}
    return CalendarItem.objects.create(**defaults | {"is_public": True} | fields)
