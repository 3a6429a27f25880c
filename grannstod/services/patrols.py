"""Starting, driving and ending a patrol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from grannstod import transitions
from grannstod.figures.steps import copies, copy_of, planned_stops, stop_of_key
from grannstod.lifecycle import PatrolStatus
from grannstod.models import (
    ChecklistVersion,
    Patrol,
    PatrolEvent,
    PatrolStep,
    Shift,
    StepKind,
)
from grannstod.services.shifts import LONGEST_SHIFT
from grannstod.services.visits import note_visits

# How long before its shift a patrol may be started.
EARLY_START = timedelta(hours=1)
# How long after its shift a patrol counts at most: one that was forgotten must not become hours that nobody drove.
LATE_END = timedelta(hours=1)


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


def add_place(patrol: Patrol, key: str) -> PatrolStep | None:
    """Add a place that one phone of the crew was shown and the other not: the route was changed between. None for a
    key that is no place's."""
    stop = stop_of_key(key)
    if stop is None:
        return None
    Patrol.objects.select_for_update().get(pk=patrol.pk)
    meanwhile = patrol.steps.filter(key=key).first()
    if meanwhile is not None:
        return meanwhile
    places = patrol.steps.filter(kind=StepKind.PLACE)
    last = places.aggregate(last=Max("position"))["last"] or 0
    step = copy_of(stop, patrol, last + 1)
    step.save()
    return step


def locked_underway(patrol_id: int) -> Patrol:
    patrol = Patrol.objects.select_for_update().get(pk=patrol_id)
    if patrol.status != PatrolStatus.UNDERWAY:
        raise ValidationError(_("The patrol has ended. Call the leader to add something."), code="has_ended")
    return patrol


@transaction.atomic
def end_patrol(*, patrol_id: int, km: int | None, actor: User, at: datetime | None = None) -> Patrol:
    """End a patrol, now or, for what a phone tells late, at a moment. Kilometres may be left out.

    It counts until an hour after its shift at most: only the leader knows that it drove longer (`correct_patrol`).
    Raises MoveRefusedError if it has ended already.
    """
    _require_likely(km)
    to, at = PatrolStatus.ENDED, _counted_until(patrol_id, at)
    patrol = transitions.move_patrol(patrol_id=patrol_id, to=to, actor=actor, km=km, reason="ended", at=at)
    note_visits(patrol)
    return patrol


def _require_likely(km: int | None) -> None:
    if km is not None and not 0 <= km <= 1000:
        raise ValidationError(_("Kilometres must be between 0 and 1,000."), code="km")


def _counted_until(patrol_id: int, at: datetime | None) -> datetime:
    return min(at or clock.now(), Shift.objects.get(patrol=patrol_id).ends_at + LATE_END)


def said_of_end(patrol: Patrol) -> str:
    """Say until when a patrol that was ended late is counted; empty where it was ended in time."""
    latest = patrol.shift.ends_at + LATE_END
    if patrol.ended_at is None or patrol.ended_at < latest:
        return ""
    time = date_format(clock.local(latest), "TIME_FORMAT")
    return _("It is counted until %(time)s. Tell the leader if you drove longer.") % {"time": time}


@transaction.atomic
def correct_patrol(*, patrol_id: int, ended_at: datetime, km: int | None, actor: User) -> Patrol:
    """End a patrol that its crew has not ended, or put right when it ended and how far it drove.

    Raises ValidationError (`km`, `before_start`, `in_future`, `too_long`).
    """
    _require_likely(km)
    patrol = Patrol.objects.select_for_update(of=("self",)).get(pk=patrol_id)
    if ended_at <= patrol.started_at:
        raise ValidationError(_("The patrol had not begun by then. Check the time."), code="before_start")
    if ended_at > clock.now():
        raise ValidationError(_("That time has not been yet."), code="in_future")
    if ended_at - patrol.started_at > LONGEST_SHIFT:
        raise ValidationError(_("A shift is at most twelve hours. Check the times."), code="too_long")
    if patrol.status != PatrolStatus.UNDERWAY:
        return transitions.correct_patrol(patrol, ended_at=ended_at, km=km, actor=actor)
    to, reason = PatrolStatus.ENDED, "ended_by_leader"
    ended = transitions.move_patrol(patrol_id=patrol_id, to=to, actor=actor, km=km, reason=reason, at=ended_at)
    note_visits(ended)
    return ended


@transaction.atomic
def break_off_patrol(*, patrol_id: int, actor: User) -> Patrol:
    """Break a patrol off: the car fails, someone falls ill. What was written is kept. Raises MoveRefusedError."""
    to, at = PatrolStatus.BROKEN_OFF, _counted_until(patrol_id, None)
    patrol = transitions.move_patrol(patrol_id=patrol_id, to=to, actor=actor, reason="broken_off", at=at)
    note_visits(patrol)
    return patrol
