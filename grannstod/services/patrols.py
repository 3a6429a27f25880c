"""Starting, driving and ending a patrol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from grannstod import transitions
from grannstod.figures.steps import copies, planned_stops
from grannstod.lifecycle import PatrolStatus
from grannstod.models import (
    ChecklistVersion,
    Patrol,
    PatrolEvent,
    PatrolStep,
    Shift,
)
from grannstod.services.visits import note_visits

# How long before its shift a patrol may be started.
EARLY_START = timedelta(hours=1)


@dataclass(frozen=True)
class Shown:
    """What a phone without network showed when its patrol began: the checklist's version, the order of the places.

    `at` is when, by the server's clock as the phone reckons it.
    """

    at: datetime
    checklist: int | None = None
    order: Sequence[int] = ()


@transaction.atomic
def start_patrol(*, shift_id: int, actor: User, shown: Shown | None = None) -> Patrol:
    """Start the patrol of a shift, with copies of its route and checklist. Started twice, it is one patrol.

    Raises ValidationError with code `too_early`, `too_late`, `lone_driver` or `no_driver`.
    """
    shift = Shift.objects.select_for_update(of=("self",)).select_related("route").get(pk=shift_id)
    started = Patrol.objects.filter(shift=shift).first()
    if started is not None:
        return started
    now = min(shown.at, clock.now()) if shown else clock.now()
    _require_time(shift, now)
    _require_crew(shift, is_told_late=shown is not None)
    version = ChecklistVersion.objects.in_force()
    if shown and shown.checklist:
        published = ChecklistVersion.objects.filter(published_at__isnull=False)
        version = published.filter(pk=shown.checklist).first() or version
    stops = planned_stops(shift, shown.order if shown else ())
    patrol = Patrol.objects.create(shift=shift, started_at=now, checklist=version)
    PatrolEvent.objects.create(patrol=patrol, moved_to=PatrolStatus.UNDERWAY, actor=actor, reason="started")
    PatrolStep.objects.bulk_create(copies(patrol, stops))
    return patrol


def _require_time(shift: Shift, moment: datetime) -> None:
    if moment < shift.starts_at - EARLY_START:
        raise ValidationError(_("It is too early: a patrol can start an hour before its shift."), code="too_early")
    if moment >= shift.ends_at:
        raise ValidationError(_("The shift is over. Call the leader if you drove anyway."), code="too_late")


def _require_crew(shift: Shift, *, is_told_late: bool) -> None:
    """Raise ValidationError unless two have come, one of whom may drive: papers may have run out since they signed up.

    What a phone tells late has been driven already: who drove is then the leader's matter, and nothing is lost.
    """
    crew = [member.volunteer for member in shift.crew.filter(was_absent=False).select_related("volunteer")]
    if len(crew) != 2:
        raise ValidationError(_("There are always two in the car. Call the leader."), code="lone_driver")
    day = clock.local(shift.starts_at).date()
    if not is_told_late and not any(one.drives_on(day) for one in crew):
        raise ValidationError(
            _("Neither of you has a driving licence noted that holds today. Call the leader."), code="no_driver"
        )


@transaction.atomic
def mark_step(*, patrol_id: int, step_id: int, is_done: bool) -> PatrolStep:
    """Tick a step of a patrol that is under way, or take the tick back. Raises ValidationError (`has_ended`)."""
    locked_underway(patrol_id)
    step = PatrolStep.objects.select_for_update().get(pk=step_id, patrol_id=patrol_id)
    return tick_at(step, is_done=is_done, moment=clock.now())


def tick_at(step: PatrolStep, *, is_done: bool, moment: datetime) -> PatrolStep:
    """Tick a locked step, or take the tick back, as of a moment; nothing newer is undone."""
    if step.changed_at is not None and step.changed_at > moment:
        return step
    if is_done != (step.done_at is not None):
        step.done_at = moment if is_done else None
        step.changed_at = moment
        step.save(update_fields=["done_at", "changed_at"])
    return step


def locked_underway(patrol_id: int) -> Patrol:
    patrol = Patrol.objects.select_for_update().get(pk=patrol_id)
    if patrol.status != PatrolStatus.UNDERWAY:
        raise ValidationError(_("The patrol has ended. Call the leader to add something."), code="has_ended")
    return patrol


@transaction.atomic
def end_patrol(*, patrol_id: int, km: int | None, actor: User, at: datetime | None = None) -> Patrol:
    """End a patrol, now or, for what a phone tells late, at a moment. Kilometres may be left out.

    Raises MoveRefusedError if it has ended already.
    """
    if km is not None and not 0 <= km <= 1000:
        raise ValidationError(_("Kilometres must be between 0 and 1,000."), code="km")
    to = PatrolStatus.ENDED
    patrol = transitions.move_patrol(patrol_id=patrol_id, to=to, actor=actor, km=km, reason="ended", at=at)
    note_visits(patrol)
    return patrol


@transaction.atomic
def break_off_patrol(*, patrol_id: int, actor: User) -> Patrol:
    """Break a patrol off: the car fails, someone falls ill. What was written is kept. Raises MoveRefusedError."""
    to = PatrolStatus.BROKEN_OFF
    patrol = transitions.move_patrol(patrol_id=patrol_id, to=to, actor=actor, reason="broken_off")
    note_visits(patrol)
    return patrol
