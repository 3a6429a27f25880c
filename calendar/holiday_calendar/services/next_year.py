"""Next year's draft of a break: its plan, people and evenings come along, its activities as drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from holiday_calendar.figures.lines import wheel_days
from holiday_calendar.models import BreakRoom, CalendarItem, Presence, SchoolBreak
from holiday_calendar.services.copying import draft_of, later_hours
from holiday_calendar.services.rooms import open_room

KINDS = (CalendarItem.Kind.ACTIVITY, CalendarItem.Kind.CHECK_IN)
BROUGHT = ("goal", "risks", "watch_from", "watch_to")


@dataclass(frozen=True)
class NextDraft:
    """The room of the next such break, and how many activities and evenings came along."""

    room: BreakRoom
    activities: int
    evenings: int


@transaction.atomic
def draft_next(*, room: BreakRoom, actor: User) -> NextDraft:
    """Draft the same break of the next year from this one. What is written there already is left as it is.

    Raises ValidationError `no_break` where the next one is not entered.
    """
    held = room.school_break
    following = SchoolBreak.objects.standing().same_as(held)
    # Some kinds come twice a year; the draft is for the one a year on.
    later_on = following.filter(first_day__gte=held.first_day + timedelta(days=300)).order_by("first_day").first()
    if later_on is None:
        raise ValidationError(
            _("This break is not entered for the next year yet. Enter the school year first."), "no_break"
        )
    is_new = not BreakRoom.objects.filter(school_break=later_on).exists()
    opened = open_room(school_break=later_on, actor=actor)
    if is_new:
        for field in BROUGHT:
            setattr(opened, field, getattr(room, field))
        opened.save(update_fields=BROUGHT)
    evenings = 0 if opened.presences.exists() else _bring_evenings(room, opened)
    return NextDraft(opened, _bring_activities(held, later_on), evenings)


def _shift(old: SchoolBreak, new: SchoolBreak) -> timedelta:
    """Return the way from one break's first week to the other's: a Friday stays a Friday."""
    return (new.first_day - timedelta(days=new.first_day.weekday())) - (
        old.first_day - timedelta(days=old.first_day.weekday())
    )


def _bring_evenings(old: BreakRoom, new: BreakRoom) -> int:
    shift, days = _shift(old.school_break, new.school_break), new.school_break
    evenings = []
    for one in old.presences.all():
        if not days.first_day <= one.first_day + shift <= days.last_day:
            continue
        starts_at, ends_at, _note = later_hours(one.starts_at, one.ends_at, shift)
        evenings.append(
            Presence(
                room=new,
                kind=one.kind,
                organisation_id=one.organisation_id,
                district_id=one.district_id,
                place=one.place,
                starts_at=starts_at,
                ends_at=ends_at,
            )
        )
    return len(Presence.objects.bulk_create(evenings))


def _bring_activities(old: SchoolBreak, new: SchoolBreak) -> int:
    """Copy what stood within the break; what was copied to that year already is left alone."""
    shift, year = _shift(old, new), wheel_days(new.first_day)[0].year
    within = CalendarItem.objects.between(old.first_day, old.last_day).filter(kind__in=KINDS)
    items = (within | old.items.filter(kind__in=KINDS)).standing().exclude(copies__copied_to=year).distinct()
    drafts = []
    for item in items:
        day = item.first_day + shift
        holiday = clock.public_holidays(day.year).get(day)
        note = _("Falls on %(holiday)s.") % {"holiday": holiday} if holiday else ""
        if item.kind == CalendarItem.Kind.ACTIVITY and not new.first_day <= day <= new.last_day:
            note = _("Falls outside the break.")
        drafts.append(draft_of(item, day, note, year, of_break=new if item.of_break_id == old.pk else None))
    return len(CalendarItem.objects.bulk_create(drafts, ignore_conflicts=True))
