"""The only writers of a status in the calendar."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from common import clock
from common.moves import require_move
from holiday_calendar.lifecycle import ITEM_MOVES, YEAR_MOVES, ItemStatus, YearStatus
from holiday_calendar.models import CalendarItem, CalendarItemEvent, SchoolYear, SchoolYearEvent


@transaction.atomic
def move_year(*, year_id: int, to: YearStatus, actor: User | None, reason: str = "") -> SchoolYear:
    """Move a school year's status and note who did. Raises MoveRefusedError."""
    year = SchoolYear.objects.select_for_update().get(pk=year_id)
    here = YearStatus(year.status)
    require_move(YEAR_MOVES, here, to)
    year.status, year.updated_at = to, clock.now()
    year.save(update_fields=["status", "updated_at"])
    SchoolYearEvent.objects.create(school_year=year, moved_from=here, moved_to=to, actor=actor, reason=reason)
    return year


@transaction.atomic
def move_item(*, item_id: int, to: ItemStatus, actor: User | None, reason: str = "") -> CalendarItem:
    """Cancel an item, or let it happen after all; subscribers' calendars follow by the raised sequence.

    Raises MoveRefusedError.
    """
    item = CalendarItem.objects.select_for_update().get(pk=item_id)
    here = ItemStatus(item.status)
    require_move(ITEM_MOVES, here, to)
    item.status, item.sequence, item.updated_at = to, item.sequence + 1, clock.now()
    item.save(update_fields=["status", "sequence", "updated_at"])
    CalendarItemEvent.objects.create(item=item, moved_from=here, moved_to=to, actor=actor, reason=reason)
    return item
