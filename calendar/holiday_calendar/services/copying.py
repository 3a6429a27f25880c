"""Copying a year: each item by its own rule, as drafts to look through. Nothing is released by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock
from holiday_calendar import figures, transitions
from holiday_calendar.figures.moving import break_days, moved, year_breaks
from holiday_calendar.lifecycle import ItemStatus
from holiday_calendar.models import CalendarItem, MovesBy, SchoolBreak, new_uid

BATCH = 1000
LONGEST_STEP = 5  # years
COPIED = (
    "kind",
    "title",
    "description",
    "all_day",
    "place",
    "district_id",
    "owner_id",
    "is_public",
    "age_from",
    "age_to",
    "led_by",
    "is_open",
    "aim",
    "approach",
    "moves_by",
    "moves_with",
)


@dataclass(frozen=True)
class Copied:
    """What became of a year: how many drafts, how many were there already, and what found no day and why."""

    made: int
    before: int
    without_day: tuple[tuple[str, str], ...]


@transaction.atomic
def copy_year(*, source: int, target: int, actor: User) -> Copied:
    """Copy what stands in the school year beginning in August of `source` to the one of `target`, as drafts.

    What has been copied already is left as it is, so copying twice makes nothing twice.
    Raises ValidationError with code `years` unless the target lies one to five years later.
    """
    if not 0 < target - source <= LONGEST_STEP:
        raise ValidationError(_("Choose a later school year, at most five years on."), code="years")
    drafts, without_day = [], []
    breaks = year_breaks(target)
    old, new = break_days(year_breaks(source)), break_days(breaks)
    items = list(_items(source))
    for item in items:
        found = moved(item, target - source, old, new)
        if found.day is None:
            without_day.append((item.title, found.note))
        else:
            of_break = breaks.get(item.of_break.yearly) if item.of_break else None
            drafts.append(draft_of(item, found.day, found.note, target, of_break=of_break))
    before = CalendarItem.objects.filter(copied_to=target, copied_from__in=[item.pk for item in items]).count()
    CalendarItem.objects.bulk_create(drafts, batch_size=BATCH, ignore_conflicts=True)
    audit(actor=actor, action="calendar.year_copied", object_type="calendar.schoolyear", object_id=f"{source}-{target}")
    return Copied(max(0, len(drafts) - before), before, tuple(without_day))


def _items(source: int) -> Iterator[CalendarItem]:
    first, last = figures.wheel_days(date(source, 8, 1))
    items = CalendarItem.objects.standing().between(first, last).exclude(moves_by=MovesBy.STAYS)
    items = items.select_related("of_break")
    # What began in the year before belongs to that year.
    return (item for item in items if item.first_day >= first)


def draft_of(item: CalendarItem, day: date, note: str, target: int, *, of_break: SchoolBreak | None) -> CalendarItem:
    """Return the copy: the same hours on the wall clock, however the clocks have changed in between."""
    starts_at, ends_at, moved_hours = later_hours(item.starts_at, item.ends_at, day - item.first_day)
    return CalendarItem(
        **{field: getattr(item, field) for field in COPIED},
        starts_at=starts_at,
        ends_at=ends_at,
        of_break=of_break,
        copied_from=item,
        copied_to=target,
        note=" ".join(filter(None, [note, moved_hours])),
        uid=new_uid(),
        status=ItemStatus.DRAFT,
        is_example=item.is_example,
    )


def later_hours(starts_at: datetime, ends_at: datetime, shift: timedelta) -> tuple[datetime, datetime, str]:
    """Return the same hours so many days on, and what to look at.

    A night whose clocks change may leave nothing between them: then it is as long as it was.
    """
    first, last = _later(starts_at, shift), _later(ends_at, shift)
    if _on_the_wall(first, last) == _on_the_wall(starts_at, ends_at):
        return first, last, ""
    last = last if first < last else first + (ends_at - starts_at)
    return first, last, _("The clocks change that night: look at the hours.")


def _on_the_wall(*moments: datetime) -> list[time]:
    return [clock.local(moment).time() for moment in moments]


def _later(moment: datetime, shift: timedelta) -> datetime:
    """Return the same time of day so many days on; an hour that the spring skips is taken an hour later."""
    local = clock.local(moment)
    return clock.local((local.replace(tzinfo=None) + shift).replace(tzinfo=clock.STOCKHOLM).astimezone(UTC))


@transaction.atomic
def release_drafts(*, ids: Sequence[int], actor: User) -> int:
    """Release chosen drafts; what is no draft any more is left alone. Returns how many were released."""
    drafts = list(CalendarItem.objects.visible_to(actor).drafts().filter(pk__in=ids).select_for_update(of=("self",)))
    for draft in drafts:
        transitions.move_item(item_id=draft.pk, to=ItemStatus.CONFIRMED, actor=actor, reason="released")
    return len(drafts)


@transaction.atomic
def discard_drafts(*, ids: Sequence[int], actor: User) -> int:
    """Throw chosen drafts away; nobody else has seen them. Returns how many went."""
    drafts = CalendarItem.objects.visible_to(actor).drafts().filter(pk__in=ids)
    count = drafts.count()
    drafts.delete()
    audit(actor=actor, action="calendar.drafts_discarded", object_type="calendar.calendaritem", object_id=str(count))
    return count
