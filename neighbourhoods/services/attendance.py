"""Who was there: marked at the door, put right afterwards, and what follows from it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from neighbourhoods import transitions
from neighbourhoods.lifecycle import SignUpStatus, TrainingStatus
from neighbourhoods.models import AreaActivity, ContactAgent, Seat, SignUp, Training
from neighbourhoods.services.startup import record_course
from neighbourhoods.services.vitality import record_activity

_S = SignUpStatus
MARKS = {"har": _S.ATTENDED, "inte": _S.ABSENT, "angra": _S.CONFIRMED}


def _require_time(training: Training) -> None:
    if not training.may_be_marked:
        raise ValidationError(_("Attendance can be marked from two hours before it begins."), code="too_early")


@transaction.atomic
def mark_attendance(*, sign_up: SignUp, to: SignUpStatus, by: User) -> SignUp:
    """Mark somebody as there, not there or not marked yet. The same mark twice is one.

    Raises ValidationError `too_early`, and MoveRefusedError. After the training was finished nobody is unmarked.
    """
    training = transitions.hold_training(sign_up.training_id)
    _require_time(training)
    held: SignUp = SignUp.objects.select_related("user").get(pk=sign_up.pk)
    held.training = training
    if held.status == to:
        return held
    if to == _S.CONFIRMED and training.status == TrainingStatus.HELD:
        raise ValidationError(_("The evening is finished. Mark here or not here."), code="finished")
    transitions.move_sign_up(held, to, by=by)
    if training.status == TrainingStatus.HELD:
        _follow(held, by=by)
    return held


@transaction.atomic
def add_at_door(*, training: Training, full_name: str, by: User, email: str = "") -> SignUp:
    """Note somebody who came without having signed up; if every seat is taken a chair is brought in.

    Raises ValidationError `too_early`, `there_already`.
    """
    held = transitions.hold_training(training.pk)
    _require_time(held)
    user = User.objects.filter(email__iexact=email, is_active=True).first() if email else None
    found = held.sign_ups.filter(email__iexact=email).first() if email else None
    if found is not None and found.status in (_S.CONFIRMED, _S.ATTENDED, _S.ABSENT):
        raise ValidationError(_("This person is on the list already. Mark them there."), code="there_already")
    if found is None:
        found = SignUp.objects.create(training=held, email=email.lower(), full_name=full_name, user=user)
        transitions.begin_sign_up(found, by=by)
    if found.status != _S.OFFERED and transitions.free_seat(held.pk) is None:
        _bring_a_chair(held, by)
    transitions.move_sign_up(found, _S.CONFIRMED, by=by, reason="at_the_door")
    return mark_attendance(sign_up=found, to=_S.ATTENDED, by=by)


def _bring_a_chair(training: Training, by: User) -> None:
    training.capacity += 1
    training._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    training.save(update_fields=["capacity"])
    numbers = set(training.seats.values_list("number", flat=True))
    Seat.objects.create(training=training, number=next(n for n in range(1, len(numbers) + 2) if n not in numbers))


@transaction.atomic
def finish_training(*, training: Training, by: User) -> Training:
    """Close the evening: who is not marked was not there, the line is sent home, courses and areas are noted.

    Raises ValidationError `too_early`, `nobody_marked`, and MoveRefusedError.
    """
    held = transitions.hold_training(training.pk)
    if not held.has_begun:
        raise ValidationError(_("It has not begun yet."), code="too_early")
    if not held.sign_ups.filter(status=_S.ATTENDED).exists():
        sentence = _("Mark at least one person as here. Did nobody come? Then cancel it.")
        raise ValidationError(sentence, code="nobody_marked")
    transitions.move_training(held, TrainingStatus.HELD, by=by)
    for sign_up in held.sign_ups.filter(status=_S.CONFIRMED):
        transitions.move_sign_up(sign_up, _S.ABSENT, by=by, reason="finished")
    for sign_up in held.sign_ups.filter(status__in=(_S.WAITING, _S.OFFERED, _S.ASKED)):
        transitions.move_sign_up(sign_up, _S.WITHDRAWN, by=by, reason="finished")
    for sign_up in held.sign_ups.filter(status=_S.ATTENDED).select_related("user"):
        sign_up.training = held
        _follow(sign_up, by=by)
    return held


def _follow(sign_up: SignUp, *, by: User) -> None:
    """Let the agent's appointments and areas follow what was marked, or marked otherwise afterwards."""
    if sign_up.user is None:
        return
    day = clock.local(sign_up.training.starts_at).date()
    held = ContactAgent.objects.filter(user=sign_up.user, period__contains=day).select_related("area")
    for appointment in held:
        if sign_up.status == _S.ATTENDED:
            record_activity(area=appointment.area, kind="training", on=day, source=_source(sign_up.training))
            if sign_up.training.kind == Training.Kind.BASIC:
                record_course(area=appointment.area, held_on=day, by=by)
        else:
            _forget_activity(appointment, sign_up, day)
    if sign_up.training.kind == Training.Kind.BASIC:
        _note_course(sign_up, day, by)


def _source(training: Training) -> str:
    return f"training:{training.pk}"


def _forget_activity(appointment: ContactAgent, sign_up: SignUp, day: date) -> None:
    """Take the sign of life back, unless another agent of the area was there."""
    fellows = ContactAgent.objects.filter(area=appointment.area, period__contains=day).exclude(user=sign_up.user)
    was_there = sign_up.training.sign_ups.filter(status=_S.ATTENDED, user__in=fellows.values("user"))
    if not was_there.exists():
        source = _source(sign_up.training)
        AreaActivity.objects.filter(area=appointment.area, kind="training", on=day, source=source).delete()


def _note_course(sign_up: SignUp, day: date, by: User) -> None:
    """Write the course's day on every appointment that holds today or later and lacks it; or take it back."""
    coming = ContactAgent.objects.filter(user=sign_up.user, period__overlap=DateRange(day, None))
    was_there = sign_up.status == _S.ATTENDED
    for appointment in coming.filter(trained_on=None) if was_there else coming.filter(trained_on=day):
        appointment.trained_on = day if was_there else None
        appointment._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
        appointment.save(update_fields=["trained_on"])
