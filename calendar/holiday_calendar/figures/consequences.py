"""Reads: what publishing other dates of a school year would mean for what is planned already."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holiday_calendar.figures.lines import year_label
from holiday_calendar.figures.meetings import MEETINGS, TOO_CLOSE
from holiday_calendar.models import CalendarItem, MovesBy, Presence, SchoolBreak
from holiday_calendar.querysets import SEVERAL_A_YEAR

if TYPE_CHECKING:
    from holiday_calendar.importing import BreakRow, YearFile


def consequences(year: YearFile) -> list[str]:
    """Return in one sentence each what other dates mean for meetings, activities, adults out and contact lists."""
    held = SchoolBreak.objects.standing().filter(
        school_year__label=year.label, school_year__school_form=year.school_form
    )
    rows = {row.key: row for row in year.breaks}
    told: list[str] = []
    for school_break in held.select_related("room"):
        row = rows.get(school_break.key)
        if row is None or (row.first_day, row.last_day) != (school_break.first_day, school_break.last_day):
            told += _of_break(school_break, row)
    return told


def _of_break(held: SchoolBreak, row: BreakRow | None) -> list[str]:
    counts = (
        _following(held),
        _left_outside(held, row),
        _evenings_outside(held, row),
        _people(held),
        _too_close(held, row),
    )
    return [f"{held.name}: {words}" for words in counts if words]


def _following(held: SchoolBreak) -> str:
    """Items counted from the break: they stay where they are until somebody moves them."""
    items = CalendarItem.objects.released().filter(moves_by=MovesBy.BREAK, moves_with=held.kind)
    if held.kind in SEVERAL_A_YEAR:
        items = items.between(held.first_day, held.last_day) | items.filter(of_break=held)
    laid = CalendarItem.objects.released().filter(laid_by__before=held.kind)
    both = (items | laid).distinct().only("starts_at")
    count = sum(year_label(item.first_day) == year_label(held.first_day) for item in both)
    return _told(
        count,
        ngettext(
            "%(n)s meeting or activity is counted from this break. It does not move by itself.",
            "%(n)s meetings and activities are counted from this break. They do not move by themselves.",
            count,
        ),
    )


def _left_outside(held: SchoolBreak, row: BreakRow | None) -> str:
    items = CalendarItem.objects.standing().filter(kind=CalendarItem.Kind.ACTIVITY)
    count = sum(
        not _within(item.first_day, row)
        for item in items.between(held.first_day, held.last_day).only("starts_at", "ends_at")
    )
    words = ngettext("%(n)s activity falls outside it.", "%(n)s activities fall outside it.", count)
    return _told(count, words)


def _evenings_outside(held: SchoolBreak, row: BreakRow | None) -> str:
    evenings = Presence.objects.filter(room__school_break=held).only("starts_at")
    count = sum(not _within(evening.first_day, row) for evening in evenings)
    words = ngettext(
        "%(n)s evening with adults out falls outside it.", "%(n)s evenings with adults out fall outside it.", count
    )
    return _told(count, words)


def _people(held: SchoolBreak) -> str:
    room = getattr(held, "room", None)
    count = room.participants.count() if room else 0
    words = ngettext(
        "%(n)s person stands on its contact list and should be told.",
        "%(n)s people stand on its contact list and should be told.",
        count,
    )
    return _told(count, words)


def _too_close(held: SchoolBreak, row: BreakRow | None) -> str:
    if row is None or held.kind in (SchoolBreak.Kind.SCHOOL_STARTS, SchoolBreak.Kind.SCHOOL_ENDS):
        return ""
    near = CalendarItem.objects.standing().filter(kind__in=MEETINGS).exclude(kind=CalendarItem.Kind.CHECK_IN)
    near = near.between(row.first_day - TOO_CLOSE, row.last_day)
    count = near.count()
    words = ngettext(
        "%(n)s meeting would stand in it or too close to it.", "%(n)s meetings would stand in it or too close.", count
    )
    return _told(count, words)


def _within(day: date, row: BreakRow | None) -> bool:
    return row is not None and row.first_day <= day <= row.last_day


def _told(count: int, words: str) -> str:
    return words % {"n": count} if count else ""


def overlaps(year: YearFile) -> list[str]:
    """Return which breaks lie on each other, and that påsklov is missing: allowed, but to be looked at."""
    rows = sorted((row for row in year.breaks if row.first_day < row.last_day), key=lambda row: row.first_day)
    told = [
        _("%(one)s and %(other)s overlap.") % {"one": one.name, "other": other.name}
        for number, one in enumerate(rows)
        for other in rows[number + 1 :]
        if other.first_day <= one.last_day
    ]
    if not any(row.kind == SchoolBreak.Kind.EASTER for row in year.breaks):
        told.append(_("There is no Easter break (påsklov). It follows no rule and has to be entered."))
    return told
