"""Reads: what happens when, put together from school breaks, items and public holidays."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.charts.wheel import sign
from holiday_calendar.figures.shared import shared_breaks
from holiday_calendar.lifecycle import ItemStatus
from holiday_calendar.models import CalendarItem, SchoolBreak, SchoolYear
from holiday_calendar.querysets import EVERYTHING, Narrow

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from accounts.models import User
    from neighbourhoods.models import District


AROUND_HOLIDAYS = ("eve", "clamp_day")
KINDS: dict[str, StrOrPromise] = {
    "break": gettext_lazy("School break"),
    "day": gettext_lazy("School day to know"),
    "holiday": gettext_lazy("Public holiday"),
    "eve": gettext_lazy("Eve"),
    "clamp_day": gettext_lazy("A working day alone between days off"),
    "coordination": gettext_lazy("Coordination meeting"),
    "steering": gettext_lazy("Steering-group meeting"),
    "check_in": gettext_lazy("Check-in meeting"),
    "activity": gettext_lazy("Activity"),
}
SIGNS = {"coordination": "circle", "steering": "diamond", "check_in": "square", "break": "break", "day": "day"}


@dataclass(frozen=True)
class Line:
    """One line of the calendar. `kind`: `break`, `day`, `holiday`, `eve`, `clamp_day` or a calendar item's kind."""

    first_day: date
    last_day: date
    kind: str
    name: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    district: str = ""
    owner: str = ""
    code: str = ""
    is_internal: bool = False
    is_cancelled: bool = False
    is_unsure: bool = False
    differs_from: date | None = None
    differs_to: date | None = None
    key: str = ""
    shape: str = ""
    address: str = ""
    ages: str = ""
    is_open: bool = False
    school_form: str = ""  # for which schools, where others have other days; stands in the name, too
    description: str = ""

    @property
    def is_one_day(self) -> bool:
        """Tell whether it begins and ends on the same day."""
        return self.first_day == self.last_day

    @property
    def week(self) -> int:
        """Return the ISO week of the first day."""
        return self.first_day.isocalendar().week

    @property
    def month(self) -> date:
        """Return the first day of the month in which it begins."""
        return self.first_day.replace(day=1)

    @property
    def kind_words(self) -> StrOrPromise:
        """Return what kind of thing it is, in words."""
        return KINDS.get(self.kind, "")

    @property
    def sign(self) -> SafeString:
        """Return its sign on the wheel; empty for what is not drawn there."""
        shape = self.shape or SIGNS.get(self.kind, "activity" if self.kind == "activity" else "")
        return sign(shape, self.code, is_done=self.last_day < clock.today()) if shape else SafeString("")


@dataclass(frozen=True)
class Month:
    """The lines that begin in one month."""

    first_day: date
    lines: Sequence[Line]


def wheel_days(day: date) -> tuple[date, date]:
    """Return the first and last day of the year that a day is shown in: 1 August to 31 July."""
    year = day.year if day.month >= 8 else day.year - 1
    return date(year, 8, 1), date(year + 1, 7, 31)


def year_label(day: date) -> str:
    """Return the school year that a day belongs to, as 2026/27."""
    year = wheel_days(day)[0].year
    return f"{year}/{(year + 1) % 100:02d}"


def lines(
    user: User | AnonymousUser, first: date, last: date, to: Narrow = EVERYTHING, *, most: int | None = None
) -> list[Line]:
    """Return everything a person may see from first to last day, in order of time; of items at most so many."""
    breaks = list(_break_lines(user, first, last))
    named = {(line.first_day, line.name) for line in breaks}  # New Year's Eve is often entered as a break, too
    holidays = [line for line in _holiday_lines(first, last) if (line.first_day, line.name) not in named]
    return sorted([*breaks, *_item_lines(user, first, last, to, most), *holidays], key=_in_time)


def school_lines(user: User | AnonymousUser, first: date, last: date) -> list[Line]:
    """Return the breaks and school days a person may see, in order of time."""
    return sorted(_break_lines(user, first, last), key=_in_time)


def count_items(user: User | AnonymousUser, first: date, last: date, to: Narrow = EVERYTHING) -> int:
    """Return how many meetings and activities a person may see in the span."""
    return CalendarItem.objects.visible_to(user).released().between(first, last).narrowed(to).count()


def year_months(first: date) -> list[date]:
    """Return the first day of each month of the year that begins on a first of August."""
    return [
        date(first.year + (first.month + number - 1) // 12, (first.month + number - 1) % 12 + 1, 1)
        for number in range(12)
    ]


def month_days(day: date) -> tuple[date, date]:
    """Return the first and last day of a month."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _in_time(line: Line) -> tuple[date, str, str]:
    """All-day things stand first on their day, then by the hour."""
    return line.first_day, clock.local(line.starts_at).isoformat() if line.starts_at else "", line.name


def _break_lines(user: User | AnonymousUser, first: date, last: date) -> Iterable[Line]:
    for shared in shared_breaks(SchoolBreak.objects.visible_to(user).standing().between(first, last)):
        held = shared.held
        yield Line(
            held.first_day,
            held.last_day,
            "day" if held.is_one_day else "break",
            shared.name,
            is_unsure=shared.is_unsure,
            is_internal=not held.visible,
            differs_from=held.starts_from if held.schools_differ else None,
            differs_to=held.starts_to if held.schools_differ else None,
            key=shared.key,
            shape="summer" if held.kind == SchoolBreak.Kind.SUMMER else "",
            school_form=shared.form,
        )


def _item_lines(user: User | AnonymousUser, first: date, last: date, to: Narrow, most: int | None) -> Iterable[Line]:
    items = CalendarItem.objects.visible_to(user).released().between(first, last).narrowed(to)
    codes = meeting_codes(first, last)
    for item in items.select_related("district", "owner")[:most]:
        yield Line(
            item.first_day,
            item.last_day,
            item.kind,
            item.title,
            starts_at=None if item.all_day else item.starts_at,
            ends_at=None if item.all_day else item.ends_at,
            place=item.place,
            district=item.district.name if item.district else "",
            owner=item.owner.name if item.owner else "",
            code=codes.get(item.pk, ""),
            is_internal=not item.is_public,
            is_cancelled=item.status == ItemStatus.CANCELLED,
            key=f"post-{item.pk}",
            ages=item.ages,
            is_open=item.is_open,
            description=item.description if item.kind == CalendarItem.Kind.ACTIVITY else "",
        )


def meeting_codes(first: date, last: date) -> dict[int, str]:
    """Return the short code of each meeting of the year: 1, 2 … coordination, S1 … steering group, M1 … check-in."""
    kinds = CalendarItem.Kind
    prefixes = {kinds.COORDINATION.value: "", kinds.STEERING.value: "S", kinds.CHECK_IN.value: "M"}
    counts: Counter[tuple[date, str]] = Counter()
    codes: dict[int, str] = {}
    meetings = CalendarItem.objects.standing().between(wheel_days(first)[0], wheel_days(last)[1])
    for meeting in meetings.filter(kind__in=prefixes).only("kind", "starts_at"):
        year = wheel_days(meeting.first_day)[0]
        counts[year, meeting.kind] += 1
        codes[meeting.pk] = f"{prefixes[meeting.kind]}{counts[year, meeting.kind]}"
    return codes


def _holiday_lines(first: date, last: date) -> Iterable[Line]:
    for year in range(first.year, last.year + 1):
        for day, name in clock.public_holidays(year).items():
            if first <= day <= last:
                yield Line(day, day, "holiday", name)
        for day, name in clock.eves(year).items():
            if first <= day <= last:
                yield Line(day, day, "eve", name)
        for day in clock.clamp_days(year):
            if first <= day <= last:
                yield Line(day, day, "clamp_day", _("Clamp day"))


def months(found: Sequence[Line], first: date) -> list[Month]:
    """Group lines by month; what began before `first` stands in the first month."""
    by_month: dict[date, list[Line]] = {}
    for line in found:
        by_month.setdefault(max(line.first_day, first).replace(day=1), []).append(line)
    return [Month(month, by_month[month]) for month in sorted(by_month)]


def school_years(user: User | AnonymousUser, day: date) -> list[SchoolYear]:
    """Return the school years (one a school form) that a day belongs to."""
    return list(SchoolYear.objects.visible_to(user).around(day))


def next_break(user: User | AnonymousUser, day: date) -> SchoolBreak | None:
    """Return the break that runs now or comes next; single days such as school starts don't count."""
    breaks = SchoolBreak.objects.visible_to(user).standing().filter(last_day__gte=day)
    single_days = [SchoolBreak.Kind.SCHOOL_STARTS, SchoolBreak.Kind.SCHOOL_ENDS]
    return breaks.exclude(kind__in=single_days).order_by("first_day", "pk").first()


def coming(
    user: User | AnonymousUser, day: date, *, days: int, limit: int, district: District | None = None
) -> list[Line]:
    """Return what happens within so many days from a day, cancelled items left out, at most `limit` lines."""
    found = lines(user, day, day + timedelta(days=days), Narrow(district))
    return [line for line in found if not line.is_cancelled and line.kind not in AROUND_HOLIDAYS][:limit]
