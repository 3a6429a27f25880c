"""Reads: the meetings of a year with what clashes, open tasks across all of them, decisions by number and word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock
from holiday_calendar.lifecycle import ItemStatus
from holiday_calendar.models import CalendarItem, Decision, Invitee, MeetingTask, SchoolBreak

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

MEETINGS = (CalendarItem.Kind.COORDINATION, CalendarItem.Kind.STEERING, CalendarItem.Kind.CHECK_IN)
# What is decided later than so many days before a break can't be prepared any more.
TOO_CLOSE = timedelta(days=7)


def meetings(user: User | AnonymousUser) -> QuerySet[CalendarItem]:
    """Return the meetings a person may see."""
    return CalendarItem.objects.visible_to(user).filter(kind__in=MEETINGS)


def clashes(found: Sequence[CalendarItem]) -> dict[int, list[str]]:
    """Return what is wrong with each meeting's time, in words: the same few questions however many there are."""
    standing = [meeting for meeting in found if meeting.status != ItemStatus.CANCELLED]
    if not standing:
        return {}
    told: dict[int, list[str]] = defaultdict(list)
    guests = _guests(standing)
    first, last = min(m.first_day for m in standing), max(m.last_day for m in standing)
    breaks = list(
        SchoolBreak.objects.standing()
        .between(first, last + TOO_CLOSE)
        .exclude(kind__in=[SchoolBreak.Kind.SCHOOL_STARTS, SchoolBreak.Kind.SCHOOL_ENDS])
    )
    for meeting in standing:
        told[meeting.pk] += _day_clashes(meeting, breaks)
    ordered = sorted(standing, key=lambda meeting: meeting.starts_at)
    for number, one in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other.starts_at >= one.ends_at:
                break
            _pair(one, other, guests, told)
    return dict(told)


def clashes_beside(user: User | AnonymousUser, found: Sequence[CalendarItem]) -> dict[int, list[str]]:
    """Return the same for a few meetings, beside every other one a person may see at their hours."""
    ours = [meeting for meeting in found if meeting.kind in MEETINGS]
    if not ours:
        return {}
    hours = Q(pk__in=[])
    for meeting in ours:
        hours |= Q(starts_at__lt=meeting.ends_at, ends_at__gt=meeting.starts_at)
    others = meetings(user).filter(hours).exclude(pk__in=[meeting.pk for meeting in ours])
    return clashes([*ours, *others])


def _guests(found: Sequence[CalendarItem]) -> dict[int, set[str]]:
    guests: dict[int, set[str]] = defaultdict(set)
    for meeting_id, email in Invitee.objects.filter(meeting__in=found).values_list("meeting_id", "email"):
        guests[meeting_id].add(email.lower())
    return guests


def _day_clashes(meeting: CalendarItem, breaks: Sequence[SchoolBreak]) -> list[str]:
    day = meeting.first_day
    told = []
    holiday = clock.public_holidays(day.year).get(day)
    if holiday:
        told.append(_("Falls on %(holiday)s.") % {"holiday": holiday})
    if meeting.kind == CalendarItem.Kind.CHECK_IN:
        return told  # belongs to the break itself
    near = next((held for held in breaks if held.first_day - TOO_CLOSE < day <= held.last_day), None)
    if near and near.first_day <= day:
        told.append(_("Falls within %(name)s.") % {"name": near.name})
    elif near:
        days = (near.first_day - day).days
        words = ngettext("Too close to %(name)s: %(n)s day before.", "Too close to %(name)s: %(n)s days before.", days)
        told.append(words % {"name": near.name, "n": days})
    return told


def _pair(one: CalendarItem, other: CalendarItem, guests: dict[int, set[str]], told: dict[int, list[str]]) -> None:
    for here, there in ((one, other), (other, one)):
        if here.place and here.place.strip().lower() == there.place.strip().lower():
            told[here.pk].append(_("The same room as %(title)s.") % {"title": there.title})
        if guests[here.pk] & guests[there.pk]:
            told[here.pk].append(_("The same people as %(title)s.") % {"title": there.title})


def open_tasks(found: QuerySet[CalendarItem], until: date | None = None) -> QuerySet[MeetingTask]:
    """Return the tasks that are not done, of these meetings, soonest first; those due until a day."""
    tasks = MeetingTask.objects.filter(meeting__in=found, done_at=None).select_related("meeting")
    return tasks if until is None else tasks.filter(due__lte=until)


def find_decisions(found: QuerySet[CalendarItem], asked: str) -> QuerySet[Decision]:
    """Return decisions of these meetings by number (2026:12) or a word of their text."""
    decisions = Decision.objects.filter(meeting__in=found).select_related("meeting")
    year, _colon, number = asked.partition(":")
    if year.isdecimal() and number.isdecimal() and len(asked) < 10:
        return decisions.filter(year=int(year), number=int(number))
    return decisions.filter(Q(text__icontains=asked)) if asked else decisions
