"""The only writers of a revival case's status."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from accounts.models import User
from common import clock
from common.moves import require_move
from neighbourhoods.lifecycle import REVIVAL_MOVES, RevivalStatus
from neighbourhoods.models import RevivalCase, RevivalEvent


@transaction.atomic
def begin_revivals(cases: Iterable[RevivalCase], *, reason: str, by: User | None = None) -> list[RevivalCase]:
    """Store new cases with their first events. `reason` is a code."""
    made = RevivalCase.objects.bulk_create(cases, batch_size=1_000)
    RevivalEvent.objects.bulk_create(
        (RevivalEvent(case=case, moved_to=RevivalStatus(case.status), reason=reason, actor=by) for case in made),
        batch_size=1_000,
    )
    return made


@transaction.atomic
def move_revival(
    case: RevivalCase,
    to: RevivalStatus,
    *,
    by: User | None,
    reason: str = "",
    outcome: str = "",
    rest_until: date | None = None,
    on: date | None = None,
) -> RevivalEvent:
    """Move a case under a row lock and append the event; a closed one was closed `on` a day, today by default.

    Raises MoveRefusedError. The instance follows along.
    """
    held = RevivalCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    here = RevivalStatus(held.status)
    require_move(REVIVAL_MOVES, here, to)
    held.status = to
    if to is RevivalStatus.DONE:
        held.closed_on, held.outcome, held.rest_until = on or clock.today(), outcome, rest_until
    held.save(update_fields=["status", "closed_on", "outcome", "rest_until"])
    case.status, case.closed_on, case.outcome, case.rest_until = to, held.closed_on, held.outcome, held.rest_until
    return RevivalEvent.objects.create(case=held, moved_from=here, moved_to=to, reason=reason, actor=by)
