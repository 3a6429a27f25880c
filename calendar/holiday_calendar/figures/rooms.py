"""Reads: what a break's room shows: last year's lessons, its activities, hours without adults, targets by week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count
from django.db.models.functions import TruncDate

from common import clock
from holiday_calendar.figures.counted import counted_reports
from holiday_calendar.figures.weeks import back_to_same_week
from holiday_calendar.models import BreakRoom, CalendarItem, LogNote, Participant, SchoolBreak
from holiday_calendar.slots import PRESENCES, AdultsOut
from incidents.models import Category
from neighbourhoods.models import District

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

MOST_NOTES = 100
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Gaps:
    """The hours of an evening on which no adult is known to be out in a district, as spans such as 20–22."""

    district: str
    days: tuple[str, ...]


@dataclass(frozen=True)
class TargetWeek:
    """The reports of a week beside those of the same week a year before; `this_year` is None before it begins."""

    monday: date
    this_year: int | None
    last_year: int

    @property
    def number(self) -> int:
        """Return the ISO week."""
        return self.monday.isocalendar().week


@dataclass(frozen=True)
class TargetLine:
    """A target with its weeks so far; the goal is a count: last year's of the same weeks, less the promised part."""

    label: str
    fewer_percent: int
    weeks: tuple[TargetWeek, ...]

    @property
    def so_far(self) -> tuple[int, int]:
        """Return this year's and last year's sums of the weeks that have begun."""
        begun = [week for week in self.weeks if week.this_year is not None]
        return sum(week.this_year or 0 for week in begun), sum(week.last_year for week in begun)

    @property
    def has_begun(self) -> bool:
        """Tell whether any of its weeks has begun: before that nothing is reached, and nothing missed."""
        return any(week.this_year is not None for week in self.weeks)

    @property
    def is_reached(self) -> bool:
        """Tell whether the weeks so far hold what was promised. Whole counts, no percentages of small ones."""
        now, before = self.so_far
        return now * 100 <= before * (100 - self.fewer_percent)


def room_before(room: BreakRoom) -> BreakRoom | None:
    """Return the room of the same break the time before: its lessons belong in this plan."""
    held = room.school_break
    same = SchoolBreak.objects.same_as(held).filter(first_day__lt=held.first_day)
    before = BreakRoom.objects.filter(school_break__in=same)
    return before.select_related("school_break").order_by("-school_break__first_day").first()


def room_activities(user: User | AnonymousUser, room: BreakRoom) -> list[CalendarItem]:
    """Return what happens during the break, as far as the person may see it."""
    days = room.school_break
    items = CalendarItem.objects.visible_to(user).released().between(days.first_day, days.last_day)
    items = items.exclude(of_break=days, kind=CalendarItem.Kind.CHECK_IN)
    return list(items.select_related("district", "owner")[:200])


def room_check_ins(room: BreakRoom) -> list[CalendarItem]:
    """Return the check-in meetings of the break with their decisions: whoever sees the room sees when they are."""
    items = CalendarItem.objects.released().filter(of_break=room.school_break, kind=CalendarItem.Kind.CHECK_IN)
    return list(items.prefetch_related("decisions", "tasks")[:50])


def shown_week(room: BreakRoom, asked: date | None) -> tuple[date, date]:
    """Return the days of the break in the week that is asked for; else in the week that runs, or the first one."""
    held = room.school_break
    day = asked or clock.today()
    day = max(held.first_day, min(day, held.last_day)) if asked or day <= held.last_day else held.first_day
    monday = day - timedelta(days=day.weekday())
    return max(monday, held.first_day), min(monday + timedelta(days=6), held.last_day)


def adults_out(room: BreakRoom, first: date, last: date) -> list[AdultsOut]:
    """Return who is out: what stands in the room, and what other rooms know, in order of time."""
    own = [
        AdultsOut(
            f"{held.get_kind_display()}{f', {held.organisation}' if held.organisation else ''}",
            held.starts_at,
            held.ends_at,
            held.district_id,
            ", ".join(filter(None, [held.place, held.district.name])),
            held.pk,
        )
        for held in room.presences.between(first, last).select_related("district", "organisation")
    ]
    others = [found for known in PRESENCES for found in known(first, last)]
    return sorted([*own, *others], key=lambda found: found.starts_at)


def gaps(room: BreakRoom, first: date, last: date, out: Sequence[AdultsOut]) -> list[Gaps]:
    """Return the uncovered hours of each district and evening. Whoever drives everywhere covers no district alone."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [
        Gaps(
            district.name,
            tuple(_uncovered(room, day, [o for o in out if o.district_id == district.pk]) for day in days),
        )
        for district in District.objects.all()
    ]


def _uncovered(room: BreakRoom, day: date, out: Sequence[AdultsOut]) -> str:
    hours = [hour for hour in range(room.watch_from, room.watch_to) if not _is_covered(day, hour, out)]
    return ", ".join(f"{first:02d}–{last + 1:02d}" for first, last in _spans(hours))


def _is_covered(day: date, hour: int, out: Sequence[AdultsOut]) -> bool:
    """Tell whether somebody is out at the half of an hour on the wall clock: also on nights when it changes."""
    half_past = clock.start_of_day(day).replace(hour=hour, minute=30)
    return any(found.starts_at <= half_past < found.ends_at for found in out)


def _spans(hours: Iterable[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for hour in hours:
        if spans and spans[-1][1] == hour - 1:
            spans[-1] = (spans[-1][0], hour)
        else:
            spans.append((hour, hour))
    return spans


def room_log(room: BreakRoom) -> list[LogNote]:
    """Return the latest notes of the log."""
    return list(room.notes.all()[:MOST_NOTES])


def room_people(room: BreakRoom) -> list[Participant]:
    """Return the contact list."""
    return list(room.participants.select_related("organisation"))


def targets(room: BreakRoom) -> list[TargetLine]:
    """Return the targets, week by week: reports by the day they came in, with the same weeks a year before beside.

    A target of a kind that has come to be kept to some roles is not shown while it is.
    """
    kept = Category.objects.kept_from_some()
    wanted = list(room.targets.exclude(category__in=kept).select_related("category"))
    if not wanted:
        return []
    held = room.school_break
    first = held.first_day - timedelta(days=held.first_day.weekday())
    mondays = [first + WEEK * number for number in range((held.last_day - first).days // 7 + 1)]
    way = back_to_same_week(first, 1)
    counts = _week_counts([target.category_id for target in wanted], mondays, way)
    today = clock.today()
    return [
        TargetLine(
            str(target.category),
            target.fewer_percent,
            tuple(
                TargetWeek(
                    monday,
                    counts[target.category_id, monday] if monday <= today else None,
                    counts[target.category_id, monday - way],
                )
                for monday in mondays
            ),
        )
        for target in wanted
    ]


def _week_counts(categories: Sequence[int], mondays: Sequence[date], way: timedelta) -> Counter[tuple[int, date]]:
    """Count reports by kind and week, this year's and last year's; of the week under way the same days of both."""
    counts: Counter[tuple[int, date]] = Counter()
    today = clock.today()
    for back in (timedelta(), way):
        since, until = mondays[0] - back, min(mondays[-1] + WEEK, today + timedelta(days=1)) - back
        came = counted_reports().filter(category__in=categories, received_at__gte=clock.start_of_day(since))
        if back:
            until = mondays[-1] + WEEK - back
        rows = (
            came.filter(received_at__lt=clock.start_of_day(until))
            .values("category_id", day=TruncDate("received_at", tzinfo=clock.STOCKHOLM))
            .annotate(count=Count("pk"))
            .order_by()
        )
        for row in rows:
            day = row["day"]
            monday = day - timedelta(days=day.weekday())
            is_under_way = monday + back <= today < monday + back + WEEK
            if not (is_under_way and day + back > today):
                counts[row["category_id"], monday] += row["count"]
    return counts
