"""A volunteer's way through Grannstöd."""

from __future__ import annotations

from accounts.models import User
from grannstod import transitions
from grannstod.lifecycle import VolunteerStatus
from grannstod.models import (
    Volunteer,
)


def move_volunteer(*, volunteer_id: int, to: VolunteerStatus, actor: User) -> Volunteer:
    """Move a volunteer on: training, active, paused, left. Raises MoveRefusedError."""
    return transitions.move_volunteer(volunteer_id=volunteer_id, to=to, actor=actor, reason="by_leader")
