"""The only writers of a status in Grannstöd."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common import clock
from common.moves import require_move
from grannstod.lifecycle import (
    PATROL_MOVES,
    VOLUNTEER_MOVES,
    WAITING_MOVES,
    PatrolStatus,
    VolunteerStatus,
    WaitingStatus,
)
from grannstod.models import Patrol, PatrolEvent, Volunteer, VolunteerEvent, WaitingPlace


@transaction.atomic
def move_volunteer(*, volunteer_id: int, to: VolunteerStatus, actor: User | None, reason: str = "") -> Volunteer:
    """Move a volunteer's status and note who did. Raises MoveRefusedError."""
    volunteer = Volunteer.objects.select_for_update().get(pk=volunteer_id)
    here = VolunteerStatus(volunteer.status)
    require_move(VOLUNTEER_MOVES, here, to)
    volunteer.status = to
    volunteer.save(update_fields=["status"])
    VolunteerEvent.objects.create(volunteer=volunteer, moved_from=here, moved_to=to, actor=actor, reason=reason)
    return volunteer


@transaction.atomic
def move_patrol(
    *,
    patrol_id: int,
    to: PatrolStatus,
    actor: User | None,
    km: int | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Patrol:
    """End a patrol or break it off, and note who did; `at` is when, for what comes late. Raises MoveRefusedError."""
    patrol = Patrol.objects.select_for_update().get(pk=patrol_id)
    here = PatrolStatus(patrol.status)
    require_move(PATROL_MOVES, here, to)
    # A clock that was set back must not hold the patrol open: it ends at the earliest when it began.
    patrol.status, patrol.ended_at, patrol.km = to, max(at or clock.now(), patrol.started_at), km
    patrol.save(update_fields=["status", "ended_at", "km"])
    PatrolEvent.objects.create(patrol=patrol, moved_from=here, moved_to=to, actor=actor, reason=reason)
    return patrol


def move_place(place: WaitingPlace, to: WaitingStatus, *, until: datetime | None = None) -> WaitingPlace:
    """Move a place in line; the caller holds the shift's row. Raises MoveRefusedError."""
    require_move(WAITING_MOVES, WaitingStatus(place.status), to)
    place.status, place.offered_until = to, until
    place.save(update_fields=["status", "offered_until"])
    return place
