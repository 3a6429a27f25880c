"""The only writer of the status of a list read in."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from common.list_runs import LIST_RUN_MOVES, ListRunStatus
from common.moves import require_move
from neighbourhoods.models import ListRun, ListRunEvent


@transaction.atomic
def move_list_run(run: ListRun, to: ListRunStatus, *, by: User | None) -> ListRunEvent:
    """Move a run under a row lock and append the event. Raises MoveRefusedError."""
    held = ListRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    here = ListRunStatus(held.status)
    require_move(LIST_RUN_MOVES, here, to)
    held.status = run.status = to
    held.save(update_fields=["status"])
    return ListRunEvent.objects.create(run=held, moved_from=here, moved_to=to, actor=by)


def begin_list_run(run: ListRun, *, by: User | None) -> ListRunEvent:
    """Append a run's first event."""
    return ListRunEvent.objects.create(run=run, moved_from="", moved_to=ListRunStatus(run.status), actor=by)
