"""Reads: a break beside the same weeks of earlier years: reports, what was done, what the organisations thought."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Avg, Count

from common import clock
from holiday_calendar.figures.counted import counted_reports
from holiday_calendar.figures.rooms import adults_out
from holiday_calendar.figures.weeks import back_to_same_week
from holiday_calendar.models import BreakRoom, CalendarItem, SchoolBreak
from holiday_calendar.slots import AdultsOut

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

EARLIER = 3  # years
HOUR = timedelta(hours=1)
MOST_KINDS = 12


@dataclass(frozen=True)
class KindRow:
    """The reports of one kind: this break, and the same weeks of each earlier year."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Beside:
    """Reports beside earlier years. `until` is the last day counted: of a break under way, today in every year."""

    spans: tuple[tuple[date, date], ...]
    rows: tuple[KindRow, ...]
    totals: tuple[int, ...]
    until: date


@dataclass(frozen=True)
class Effort:
    """What was done in one break: activities, hours with adults out, and what the organisations thought, of 5."""

    name: str
    activities: int
    hours_out: int
    answers: int
    rating: float | None


def reports_beside(room: BreakRoom) -> Beside | None:
    """Return the reports of the break beside the same weeks of three years before; None before it has begun."""
    held, today = room.school_break, clock.today()
    if held.first_day > today:
        return None
    until = min(held.last_day, today)
    ways = [back_to_same_week(held.first_day, back) for back in range(EARLIER + 1)]
    spans = tuple((held.first_day - way, until - way) for way in ways)
    counted = [_counts(*span) for span in spans]
    sums: Counter[str] = Counter()
    for counts in counted:
        sums.update(counts)
    rows = [KindRow(kind, tuple(counts[kind] for counts in counted)) for kind, _sum in sums.most_common(MOST_KINDS)]
    return Beside(spans, tuple(rows), tuple(counts.total() for counts in counted), until)


def _counts(first: date, last: date) -> Counter[str]:
    came = counted_reports().filter(
        received_at__gte=clock.start_of_day(first), received_at__lt=clock.start_of_day(last + timedelta(days=1))
    )
    rows = came.values_list("category__name").annotate(count=Count("pk")).order_by()
    return Counter(dict(rows))


def efforts_beside(room: BreakRoom) -> list[Effort]:
    """Return what was done in this break and in the same break of the years before it, latest first."""
    same = SchoolBreak.objects.same_as(room.school_break).filter(first_day__lte=room.school_break.first_day)
    rooms = BreakRoom.objects.filter(school_break__in=same)
    latest = rooms.select_related("school_break").order_by("-school_break__first_day")[: EARLIER + 1]
    return [_effort(one) for one in latest]


def _effort(room: BreakRoom) -> Effort:
    held = room.school_break
    items = CalendarItem.objects.standing().filter(kind=CalendarItem.Kind.ACTIVITY)
    thought = room.participants.exclude(rating=None).aggregate(answers=Count("pk"), rating=Avg("rating"))
    return Effort(
        str(room),
        items.between(held.first_day, held.last_day).count(),
        sum(hours for _who, _evenings, hours in hours_out(room)),
        thought["answers"],
        thought["rating"],
    )


def by_owner(user: User | AnonymousUser, room: BreakRoom) -> list[tuple[str, list[CalendarItem]]]:
    """Return what happens during the break by who holds it, in order of name; what nobody is named for comes last."""
    held = room.school_break
    items = CalendarItem.objects.visible_to(user).standing().between(held.first_day, held.last_day)
    grouped: dict[str, list[CalendarItem]] = {}
    for item in items.select_related("district", "owner")[:1000]:
        grouped.setdefault(item.owner.name if item.owner else "", []).append(item)
    return sorted(grouped.items(), key=lambda group: (not group[0], group[0]))


def hours_out(room: BreakRoom) -> list[tuple[str, int, int]]:
    """Return who is out during the break: evenings and hours, most hours first."""
    held = room.school_break
    return _summed(adults_out(room, held.first_day, held.last_day))


def _summed(out: Sequence[AdultsOut]) -> list[tuple[str, int, int]]:
    times: dict[str, list[timedelta]] = defaultdict(list)
    for one in out:
        times[one.who].append(one.ends_at - one.starts_at)
    rows = [(who, len(each), round(sum(each, timedelta()) / HOUR)) for who, each in times.items()]
    return sorted(rows, key=lambda row: -row[2])
