"""What can be done with meetings and activities: make, change, cancel, restore."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from holiday_calendar import transitions
from holiday_calendar.lifecycle import ItemStatus
from holiday_calendar.models import CalendarItem, MovesBy

ITEM_FIELDS = (
    "kind", "title", "description", "starts_at", "ends_at", "all_day", "place", "district_id", "owner_id",
    "of_break_id", "is_public", "age_from", "age_to", "led_by", "is_open", "aim", "approach", "moves_by", "moves_with",
)  # fmt: skip
LONGEST_ITEM = timedelta(days=120)


def check_item(*, starts_at: datetime, ends_at: datetime) -> None:
    """Raise ValidationError unless an item has a length that a calendar can show."""
    if ends_at <= starts_at:
        raise ValidationError(_("The end must be later than the start."), code="ends_before_start")
    if ends_at - starts_at > LONGEST_ITEM:
        raise ValidationError(_("This is longer than four months. Check the dates."), code="too_long")


def check_ages(*, age_from: int | None, age_to: int | None) -> None:
    """Raise ValidationError unless the ages stand in order."""
    if age_from is not None and age_to is not None and age_from > age_to:
        raise ValidationError(_("The lowest age must not be higher than the highest."), code="ages")


def check_not_past(*, item_id: int | None, ends_at: datetime) -> None:
    """Raise ValidationError if something to come would be moved into the past: nobody would be told."""
    if item_id is None or ends_at > clock.now():
        return
    if CalendarItem.objects.filter(pk=item_id, ends_at__gt=clock.now()).exists():
        raise ValidationError(
            _("What is to come can't be moved into the past. Call it off, or choose a later day."), code="past"
        )


def check_rule(*, moves_by: str, moves_with: str) -> None:
    """Raise ValidationError unless an item that follows a break says which."""
    if moves_by == MovesBy.BREAK and not moves_with:
        raise ValidationError(_("Say which break it follows from year to year."), code="no_break")


@transaction.atomic
def save_item(*, item: CalendarItem) -> CalendarItem:
    """Save a new or changed item. A change raises the sequence, so that subscribers' calendars follow.

    Raises ValidationError with code `ends_before_start`, `too_long`, `no_break`, `ages` or `past`.
    """
    check_item(starts_at=item.starts_at, ends_at=item.ends_at)
    check_rule(moves_by=item.moves_by, moves_with=item.moves_with)
    check_ages(age_from=item.age_from, age_to=item.age_to)
    check_not_past(item_id=item.pk, ends_at=item.ends_at)
    if item.pk is not None:
        held = CalendarItem.objects.select_for_update().get(pk=item.pk)
        if all(getattr(held, field) == getattr(item, field) for field in ITEM_FIELDS):
            return held
        item.sequence = held.sequence + 1
        item.status = held.status
        if (held.starts_at, held.ends_at) != (item.starts_at, item.ends_at):
            item.invitees.update(answer="", answered_at=None)  # who could come then has not answered for this time
    item.updated_at = clock.now()
    item.save()
    return item


@transaction.atomic
def take_in_drafts(*, items: Sequence[CalendarItem]) -> int:
    """Save what a file held as drafts to look through: all or, with a fault, none. Returns how many there are."""
    for item in items:
        item.status = ItemStatus.DRAFT
        save_item(item=item)
    return len(items)


def cancel_item(*, item_id: int, actor: User) -> CalendarItem:
    """Cancel an item. It stays in pages and feeds as cancelled. Raises MoveRefusedError."""
    return transitions.move_item(item_id=item_id, to=ItemStatus.CANCELLED, actor=actor, reason="cancelled")


def restore_item(*, item_id: int, actor: User) -> CalendarItem:
    """Let a cancelled item happen after all. Raises MoveRefusedError."""
    return transitions.move_item(item_id=item_id, to=ItemStatus.CONFIRMED, actor=actor, reason="restored")
