"""Reads: what happens when, put together from school breaks, items and public holidays."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.translation import gettext as _

from common import clock
from common.ics import FeedEvent
from holiday_calendar.lifecycle import ItemStatus, YearStatus
from holiday_calendar.models import CalendarItem, SchoolBreak, SchoolYear

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from neighbourhoods.models import District


@dataclass(frozen=True)
class Line:
    """One line of the calendar. `kind` is `break`, `day`, `holiday` or the kind of a calendar item."""

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

    @property
    def is_one_day(self) -> bool:
        """Tell whether it begins and ends on the same day."""
        return self.first_day == self.last_day

    @property
    def week(self) -> int:
        """Return the ISO week of the first day."""
        return self.first_day.isocalendar().week


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


def lines(user: User | AnonymousUser, first: date, last: date, district: District | None = None) -> list[Line]:
    """Return everything a person may see from first to last day, in order of time."""
    found = [
        *_break_lines(user, first, last),
        *_item_lines(user, first, last, district),
        *_holiday_lines(first, last),
    ]
    return sorted(found, key=_in_time)


def _in_time(line: Line) -> tuple[date, str, str]:
    """All-day things stand first on their day, then by the hour."""
    return line.first_day, clock.local(line.starts_at).isoformat() if line.starts_at else "", line.name


def _break_lines(user: User | AnonymousUser, first: date, last: date) -> Iterable[Line]:
    breaks = SchoolBreak.objects.visible_to(user).standing().between(first, last).select_related("school_year")
    for school_break in breaks:
        yield Line(
            school_break.first_day,
            school_break.last_day,
            "day" if school_break.is_one_day else "break",
            school_break.name,
            is_unsure=school_break.school_year.status == YearStatus.TO_BE_CONFIRMED,
            is_internal=not school_break.visible,
            differs_from=school_break.starts_from if school_break.schools_differ else None,
            differs_to=school_break.starts_to if school_break.schools_differ else None,
            key=school_break.key,
        )


def _item_lines(user: User | AnonymousUser, first: date, last: date, district: District | None) -> Iterable[Line]:
    items = CalendarItem.objects.visible_to(user).between(first, last).in_district(district)
    codes = meeting_codes(first, last)
    for item in items.select_related("district", "owner"):
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
        )


def meeting_codes(first: date, last: date) -> dict[int, str]:
    """Return the short code of each meeting of the year: 1, 2 … for coordination, S1, S2 … for the steering group."""
    prefixes = {CalendarItem.Kind.COORDINATION.value: "", CalendarItem.Kind.STEERING.value: "S"}
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
    found = lines(user, day, day + timedelta(days=days), district)
    return [line for line in found if not line.is_cancelled][:limit]


@dataclass(frozen=True)
class FeedVersion:
    """What tells one state of a feed from another without making it."""

    etag: str
    changed_at: datetime | None


def feed_days(day: date) -> tuple[date, date]:
    """Return the days a feed covers: from a year before this month to two years after it."""
    return date(day.year - 1, day.month, 1), date(day.year + 2, day.month, 1)


def _feed_sets(
    user: User | AnonymousUser, day: date, district: District | None
) -> tuple[QuerySet[SchoolBreak], QuerySet[CalendarItem]]:
    first, last = feed_days(day)
    breaks = SchoolBreak.objects.visible_to(user).between(first, last).select_related("school_year")
    items = CalendarItem.objects.visible_to(user).between(first, last).in_district(district)
    return breaks, items.select_related("district", "owner")


def feed_version(user: User | AnonymousUser, day: date, district: District | None = None) -> FeedVersion:
    """Return the version of a feed in two small queries."""
    counted = [
        found.aggregate(changed=Max("updated_at"), count=Count("pk"), sequences=Sum("sequence"))
        for found in _feed_sets(user, day, district)
    ]
    years = SchoolYear.objects.aggregate(changed=Max("updated_at"))
    parts = [feed_days(day), district.pk if district else 0, years["changed"], counted]
    moments = [moment for moment in (years["changed"], *(c["changed"] for c in counted)) if moment]
    return FeedVersion(hashlib.sha256(repr(parts).encode()).hexdigest()[:32], max(moments, default=None))


def feed_events(user: User | AnonymousUser, day: date, district: District | None = None) -> list[FeedEvent]:
    """Return the events of a feed. What was withdrawn or cancelled stays, so that subscribers are told."""
    breaks, items = _feed_sets(user, day, district)
    return [*(_break_event(found) for found in breaks), *(_item_event(found) for found in items)]


def _break_event(found: SchoolBreak) -> FeedEvent:
    year = found.school_year
    is_unsure = year.status == YearStatus.TO_BE_CONFIRMED
    source = _("Source: %(source)s, %(date)s.") % {"source": year.source, "date": year.source_date}
    return FeedEvent(
        uid=found.uid,
        sequence=found.sequence,
        changed_at=max(found.updated_at, year.updated_at),
        name=_("%(name)s (to be confirmed)") % {"name": found.name} if is_unsure else found.name,
        first_day=found.first_day,
        last_day=found.last_day,
        description=source,
        categories=(_("School"),),
        is_cancelled=found.is_withdrawn,
    )


def _item_event(found: CalendarItem) -> FeedEvent:
    return FeedEvent(
        uid=found.uid,
        sequence=found.sequence,
        changed_at=found.updated_at,
        name=found.title,
        first_day=found.first_day,
        last_day=found.last_day,
        starts_at=None if found.all_day else found.starts_at,
        ends_at=None if found.all_day else found.ends_at,
        description=found.description,
        place=", ".join(filter(None, [found.place, found.district.name if found.district else ""])),
        categories=(found.get_kind_display(),),
        is_cancelled=found.status == ItemStatus.CANCELLED,
    )
