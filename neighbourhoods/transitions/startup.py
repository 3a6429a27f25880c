"""The only writers of the status of start-up cases and of interested people."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from common import clock
from common.moves import require_move
from neighbourhoods.lifecycle import INTEREST_MOVES, STARTUP_MOVES, InterestStatus, StartupStatus
from neighbourhoods.models import InterestedPerson, InterestEvent, StartupCase, StartupEvent


@transaction.atomic
def move_startup(case: StartupCase, to: StartupStatus, *, by: User | None, reason: str = "") -> StartupEvent:
    """Move a start-up case under a row lock and append the event. Raises MoveRefusedError."""
    held = StartupCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    here = StartupStatus(held.status)
    require_move(STARTUP_MOVES, here, to)
    held.status = to
    held.closed_at = None if to is StartupStatus.OPEN else clock.now()
    held._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    held.save(update_fields=["status", "closed_at"])
    case.status, case.closed_at = held.status, held.closed_at
    return StartupEvent.objects.create(case=held, moved_from=here, moved_to=to, reason=reason, actor=by)


def begin_startup(case: StartupCase, *, by: User | None) -> StartupEvent:
    """Append a case's first event."""
    return StartupEvent.objects.create(case=case, moved_from="", moved_to=StartupStatus(case.status), actor=by)


@transaction.atomic
def move_interest(person: InterestedPerson, to: InterestStatus, *, by: User | None, reason: str = "") -> InterestEvent:
    """Move an interested person under a row lock and append the event. Raises MoveRefusedError."""
    held = InterestedPerson.objects.select_for_update(of=("self",)).get(pk=person.pk)
    here = InterestStatus(held.status)
    require_move(INTEREST_MOVES, here, to)
    held.status = to
    held.save(update_fields=["status"])
    person.status = to
    return InterestEvent.objects.create(person=held, moved_from=here, moved_to=to, reason=reason, actor=by)


def begin_interest(person: InterestedPerson, *, by: User | None) -> InterestEvent:
    """Append an interest's first event."""
    return InterestEvent.objects.create(person=person, moved_from="", moved_to=InterestStatus(person.status), actor=by)
