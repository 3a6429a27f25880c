"""What can be done with start-up cases: open, note steps, finish or give up. Signs are `services.signs`.

`record_course` is for whoever keeps the trainings: a basic course that somebody of the area attended.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from neighbourhoods import figures, transitions
from neighbourhoods.lifecycle import AreaStatus, StartupStatus
from neighbourhoods.models import Area, AreaActivity, StartupCase
from neighbourhoods.services.signs import require_not_ahead
from neighbourhoods.services.vitality import record_activity

STEP_FIELDS = ("meeting_held_on", "meeting_people", "course_held_on", "agreement_on", "threshold")


@transaction.atomic
def open_startup(*, area: Area, by: User | None) -> StartupCase:
    """Open the case of an area that begins, or return the one under way. Raises ValidationError `area_begun`."""
    held = Area.objects.select_for_update(of=("self",)).get(pk=area.pk)
    case: StartupCase | None = held.startups.open().first()
    if case is not None:
        return case
    if held.status not in (AreaStatus.INTEREST, AreaStatus.FORMING):
        raise ValidationError(_("Only an area that begins has a start-up case."), code="area_begun")
    case = StartupCase(area=area)
    case._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    case.save()
    transitions.begin_startup(case, by=by)
    return case


@transaction.atomic
def count_households(
    *, case: StartupCase, households: int, joined: int, declined: int, by: User | None, counted_on: date | None = None
) -> None:
    """Note how many households there are, join and decline: numbers only.

    Raises ValidationError: `too_many`, `ahead`, `closed`.
    """
    require_not_ahead(counted_on)
    if min(households, joined, declined) < 0 or joined + declined > households:
        raise ValidationError(_("More households have answered than there are. Check the numbers."), code="too_many")
    area = Area.objects.select_for_update(of=("self",)).get(pk=case.area_id)
    area.households, area.households_joined, area.households_declined = households, joined, declined
    area._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    area.save(update_fields=["households", "households_joined", "households_declined"])
    _save(case, by, counted_on=counted_on or clock.today())
    record_activity(area=area, kind=AreaActivity.Kind.COUNT, on=counted_on or clock.today(), source="startup")
    case.area = area


@transaction.atomic
def record_steps(*, case: StartupCase, by: User | None, **fields: Any) -> None:
    """Note steps of a case under way: meeting_held_on, meeting_people, course_held_on, agreement_on, threshold.

    Raises ValidationError: `closed`, `ahead` on its field, or what is wrong with a number.
    """
    unknown = set(fields) - set(STEP_FIELDS)
    if unknown:
        raise TypeError(f"no steps of a start-up: {sorted(unknown)}")
    for name, value in fields.items():
        if isinstance(value, date):
            require_not_ahead(value, field=name)
    _save(case, by, **fields)


def _save(case: StartupCase, by: User | None, **fields: Any) -> None:
    held = StartupCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not held.is_open:
        raise ValidationError(_("The start-up case is closed."), code="closed")
    for row in (held, case):
        for name, value in fields.items():
            setattr(row, name, value)
    held.full_clean(exclude=["area"], validate_constraints=False)
    held._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    held.save(update_fields=list(fields))


def record_course(*, area: Area, held_on: date, by: User | None) -> bool:
    """Note on the area's start-up that the basic course was held; tells whether a case was waiting for it."""
    case = StartupCase.objects.open().filter(area=area, course_held_on=None).first()
    if case is None:
        return False
    record_steps(case=case, by=by, course_held_on=held_on)
    return True


@transaction.atomic
def finish_startup(*, case: StartupCase, by: User | None) -> None:
    """Close a case whose area is active. Raises MoveRefusedError, or ValidationError `not_active`."""
    if Area.objects.filter(pk=case.area_id).exclude(status=AreaStatus.ACTIVE).exists():
        raise ValidationError(_("Mark the area as active first; then the start-up is done."), code="not_active")
    transitions.move_startup(case, StartupStatus.DONE, by=by)


@transaction.atomic
def give_up_startup(*, case: StartupCase, by: User | None) -> None:
    """Close a case that came to nothing. The area goes back to an interest. Raises MoveRefusedError."""
    area = Area.objects.get(pk=case.area_id)
    transitions.move_startup(case, StartupStatus.ABANDONED, by=by)
    if area.status == AreaStatus.FORMING:
        transitions.move_area(area, AreaStatus.INTEREST, by=by, reason="startup_given_up")


def follow_area(*, area: Area, to: AreaStatus, by: User | None) -> None:
    """Let the case follow the area's life: opened when it forms, done when active with signs up."""
    case: StartupCase | None = area.startups.open().first()
    if to is AreaStatus.FORMING and case is None:
        open_startup(area=area, by=by)
    elif to is AreaStatus.CLOSED and case is not None:
        transitions.move_startup(case, StartupStatus.ABANDONED, by=by, reason="area_closed")
    elif to is AreaStatus.ACTIVE and case is not None and all(step.is_done for step in figures.steps_of(case)):
        transitions.move_startup(case, StartupStatus.DONE, by=by, reason="area_active")
