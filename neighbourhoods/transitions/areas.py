"""The only writer of an area's status."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from common.moves import require_move
from neighbourhoods.lifecycle import MOVES, AreaStatus
from neighbourhoods.models import Area, AreaEvent


@transaction.atomic
def move_area(area: Area, to: AreaStatus, *, by: User | None, reason: str = "") -> AreaEvent:
    """Move an area under a row lock and append the event. Raises MoveRefusedError.

    `reason` is a code of at most 40 characters, never free text. The given instance follows along.
    """
    held = Area.objects.select_for_update(of=("self",)).get(pk=area.pk)
    here = AreaStatus(held.status)
    require_move(MOVES, here, to)
    held.status = to
    held.save(update_fields=["status"])
    area.status = to
    return AreaEvent.objects.create(area=held, moved_from=here, moved_to=to, reason=reason, actor=by)


def begin_area(area: Area, *, by: User | None) -> AreaEvent:
    """Append an area's first event: it has just been entered as an interest."""
    return AreaEvent.objects.create(area=area, moved_from="", moved_to=AreaStatus(area.status), actor=by)
