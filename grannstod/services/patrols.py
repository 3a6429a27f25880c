"""Starting, driving and ending a patrol."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from grannstod import transitions
from grannstod.lifecycle import PatrolStatus
from grannstod.models import (
    ChecklistLine,
    Patrol,
    PatrolEvent,
    PatrolStep,
    Shift,
    StepKind,
)

# How long before its shift a patrol may be started.
EARLY_START = timedelta(hours=1)


@transaction.atomic
def start_patrol(*, shift_id: int, actor: User) -> Patrol:
    """Start the patrol of a shift, with copies of its route and checklist. Started twice, it is one patrol.

    Raises ValidationError with code `too_early`, `too_late` or `lone_driver`.
    """
    shift = Shift.objects.select_for_update(of=("self",)).select_related("route").get(pk=shift_id)
    started = Patrol.objects.filter(shift=shift).first()
    if started is not None:
        return started
    now = clock.now()
    if now < shift.starts_at - EARLY_START:
        raise ValidationError(_("It is too early: a patrol can start an hour before its shift."), code="too_early")
    if now >= shift.ends_at:
        raise ValidationError(_("The shift is over. Call the leader if you drove anyway."), code="too_late")
    if shift.crew.count() != 2:
        raise ValidationError(_("There are always two in the car. Call the leader."), code="lone_driver")
    patrol = Patrol.objects.create(shift=shift, started_at=now)
    PatrolEvent.objects.create(patrol=patrol, moved_to=PatrolStatus.UNDERWAY, actor=actor, reason="started")
    PatrolStep.objects.bulk_create(_steps(patrol))
    return patrol


def _steps(patrol: Patrol) -> Iterator[PatrolStep]:
    for line in ChecklistLine.objects.filter(is_active=True):
        yield PatrolStep(patrol=patrol, kind=line.kind, position=line.position, name=line.text)
    if patrol.shift.route is not None:
        for stop in patrol.shift.route.stops.all():
            yield PatrolStep(patrol=patrol, kind=StepKind.PLACE, position=stop.position, name=stop.name, hint=stop.hint)


@transaction.atomic
def mark_step(*, patrol_id: int, step_id: int, is_done: bool) -> PatrolStep:
    """Tick a step of a patrol that is under way, or take the tick back. Raises ValidationError (`has_ended`)."""
    locked_underway(patrol_id)
    step = PatrolStep.objects.select_for_update().get(pk=step_id, patrol_id=patrol_id)
    if is_done != (step.done_at is not None):
        step.done_at = clock.now() if is_done else None
        step.save(update_fields=["done_at"])
    return step


def locked_underway(patrol_id: int) -> Patrol:
    patrol = Patrol.objects.select_for_update().get(pk=patrol_id)
    if patrol.status != PatrolStatus.UNDERWAY:
        raise ValidationError(_("The patrol has ended. Call the leader to add something."), code="has_ended")
    return patrol


def end_patrol(*, patrol_id: int, km: int | None, actor: User) -> Patrol:
    """End a patrol. Kilometres may be left out. Raises MoveRefusedError if it has ended already."""
    if km is not None and not 0 <= km <= 1000:
        raise ValidationError(_("Kilometres must be between 0 and 1,000."), code="km")
    return transitions.move_patrol(patrol_id=patrol_id, to=PatrolStatus.ENDED, actor=actor, km=km, reason="ended")


def break_off_patrol(*, patrol_id: int, actor: User) -> Patrol:
    """Break a patrol off: the car fails, someone falls ill. What was written is kept. Raises MoveRefusedError."""
    return transitions.move_patrol(patrol_id=patrol_id, to=PatrolStatus.BROKEN_OFF, actor=actor, reason="broken_off")
