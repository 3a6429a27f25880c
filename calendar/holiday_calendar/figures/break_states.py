"""Reads: how far the planning of each break of a school year has come, in one sentence each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock
from holiday_calendar.models import BreakRoom, CalendarItem, Participant, SchoolBreak

START_BEFORE = timedelta(weeks=8)
CONFIRM_BEFORE = timedelta(days=14)
LEARN_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class BreakState:
    """One break: its activities, those with somebody responsible, and what is to be done. `look` names the chip."""

    held: SchoolBreak
    room: BreakRoom | None
    activities: int
    responsible: int
    look: str
    words: str

    @property
    def week(self) -> int:
        """Return the ISO week of the first day."""
        return self.held.first_day.isocalendar().week


def break_states(first: date, last: date) -> list[BreakState]:
    """Return the breaks that begin from first to last day, in order: four questions however many there are."""
    breaks = SchoolBreak.objects.standing().filter(first_day__gte=first, first_day__lte=last)
    breaks = breaks.exclude(kind__in=[SchoolBreak.Kind.SCHOOL_STARTS, SchoolBreak.Kind.SCHOOL_ENDS])
    shown = list(breaks.select_related("school_year").order_by("first_day", "pk"))
    rooms = {room.school_break_id: room for room in BreakRoom.objects.filter(school_break__in=shown)}
    waiting = Counter(
        Participant.objects.filter(room__school_break__in=shown, confirmed_at=None).values_list(
            "room__school_break", flat=True
        )
    )
    items = list(
        CalendarItem.objects.standing()
        .filter(kind=CalendarItem.Kind.ACTIVITY)
        .between(first, max((held.last_day for held in shown), default=last))
        .only("starts_at", "ends_at", "owner_id", "led_by")
    )
    return [_state(held, rooms.get(held.pk), waiting[held.pk], items) for held in shown]


def _state(held: SchoolBreak, room: BreakRoom | None, waiting: int, items: Sequence[CalendarItem]) -> BreakState:
    own = [item for item in items if item.first_day <= held.last_day and item.last_day >= held.first_day]
    responsible = sum(bool(item.owner_id or item.led_by) for item in own)
    look, words = _to_do(held, room, waiting, len(own) - responsible)
    return BreakState(held, room, len(own), responsible, look, words)


def _to_do(held: SchoolBreak, room: BreakRoom | None, waiting: int, without: int) -> tuple[str, str]:
    today = clock.today()
    if held.last_day < today:
        return _learnt(held, room, today)
    if room is None:
        day = held.first_day - START_BEFORE
        words = _("start planning %(day)s") % {"day": date_format(day, "j F")}
        return ("wait", words) if day > today else ("late", _("planning should have begun"))
    if without:
        words = ngettext("%(n)s activity has nobody responsible", "%(n)s activities have nobody responsible", without)
        return "needs", words % {"n": without}
    if waiting and held.first_day - CONFIRM_BEFORE <= today:
        words = ngettext("%(n)s line is not confirmed", "%(n)s lines are not confirmed", waiting)
        return "needs", words % {"n": waiting}
    return ("needs", _("no goal is written")) if not room.goal else ("done", _("planned"))


def _learnt(held: SchoolBreak, room: BreakRoom | None, today: date) -> tuple[str, str]:
    if room is None:
        return "done", _("over")
    if room.keep or room.change:
        return "done", _("followed up")
    due = held.last_day + LEARN_AFTER
    if due < today:
        return "late", _("follow-up should have been done %(day)s") % {"day": date_format(due, "j F")}
    return "needs", _("follow-up by %(day)s") % {"day": date_format(due, "j F")}
