"""The only writer of a training's status."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from common import clock
from common.moves import require_move
from neighbourhoods.lifecycle import TRAINING_MOVES, TrainingStatus
from neighbourhoods.models import Training, TrainingEvent


def hold_training(pk: int) -> Training:
    """Return a training under a row lock: whoever changes it or its seats stands in line here.

    Needs a transaction. Raises Training.DoesNotExist.
    """
    held: Training = Training.objects.select_for_update(of=("self",)).get(pk=pk)
    return held


@transaction.atomic
def move_training(training: Training, to: TrainingStatus, *, by: User | None, reason: str = "") -> TrainingEvent:
    """Move a training under a row lock and append the event. Raises MoveRefusedError.

    Cancelling raises the number of the calendar entry, so that every calendar that holds it takes it away.
    """
    held = hold_training(training.pk)
    here = TrainingStatus(held.status)
    require_move(TRAINING_MOVES, here, to)
    held.status = to
    held.changed_at = clock.now()
    if to == TrainingStatus.CANCELLED:
        held.sequence += 1
    held._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    held.save(update_fields=["status", "changed_at", "sequence"])
    training.status, training.changed_at, training.sequence = held.status, held.changed_at, held.sequence
    return TrainingEvent.objects.create(training=held, moved_from=here, moved_to=to, reason=reason, actor=by)


def begin_training(training: Training, *, by: User | None) -> TrainingEvent:
    """Append a training's first event: it has just been entered as a draft."""
    return TrainingEvent.objects.create(training=training, moved_from="", moved_to=training.status, actor=by)
