"""Planning trainings: entered, opened, moved, cancelled, copied, held."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock, form_tokens
from neighbourhoods import transitions
from neighbourhoods.lifecycle import SignUpStatus, TrainingStatus
from neighbourhoods.mail import trainings as mail
from neighbourhoods.models import Seat, SignUp, Training, TrainingMessage

LONGEST = timedelta(days=3)
NEXT_TERM = timedelta(weeks=26)  # the same weekday, half a year on
TOLD = (SignUpStatus.CONFIRMED, SignUpStatus.OFFERED, SignUpStatus.WAITING)
_WHAT = ("kind", "title", "about", "question", "serves_food")
_PLANNED = (*_WHAT, "starts_at", "ends_at", "venue", "capacity", "audience", "closes_at", "offer_hours")


def check_training(training: Training) -> None:
    """Raise ValidationError unless the times stand in order: `ends_before_start`, `too_long`, `closes_late`."""
    if training.ends_at <= training.starts_at:
        raise ValidationError({"ends_at": ValidationError(_("It ends before it begins."), code="ends_before_start")})
    if training.ends_at - training.starts_at > LONGEST:
        sentence = _("More than three days. Enter each evening by itself.")
        raise ValidationError({"ends_at": ValidationError(sentence, code="too_long")})
    if training.closes_at and training.closes_at > training.starts_at:
        sentence = _("Sign-up must close before it begins, or be left empty.")
        raise ValidationError({"closes_at": ValidationError(sentence, code="closes_late")})


@transaction.atomic
def create_training(*, training: Training, by: User | None) -> Training:
    """Enter a training as a draft, with its seats. Raises ValidationError as `check_training`."""
    check_training(training)
    training.status = TrainingStatus.DRAFT
    training._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    training.save()
    _fit_seats(training)
    transitions.begin_training(training, by=by)
    return training


@transaction.atomic
def change_training(*, training: Training, changes: Mapping[str, Any], by: User | None) -> Training:
    """Change a draft or an open training. If it is open and day, time or place is another, those who come are told.

    Raises ValidationError as `check_training`, and `over`, `too_few_places`.
    """
    held = transitions.hold_training(training.pk)
    if held.status in (TrainingStatus.CANCELLED, TrainingStatus.HELD):
        raise ValidationError(_("What is over or cancelled is not changed. Copy it instead."), code="over")
    before = (held.starts_at, held.ends_at, held.venue)
    for name in _PLANNED:
        setattr(held, name, changes.get(name, getattr(held, name)))
    check_training(held)
    if held.status == TrainingStatus.OPEN and before != (held.starts_at, held.ends_at, held.venue):
        _require_ahead(held)
        held.sequence += 1
        if before[0] != held.starts_at:
            held.sign_ups.update(week_reminder_at=_reminded(held, 7), day_reminder_at=_reminded(held, 1))
    held.changed_at = clock.now()
    held._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    _fit_seats(held)
    held.save()
    return held


def _reminded(training: Training, days: int) -> datetime | None:
    """Forget that people were reminded, unless the new day is so near that the mail about it is reminder enough."""
    return None if training.starts_at - timedelta(days=days) > clock.now() else clock.now()


def _require_ahead(training: Training) -> None:
    if training.starts_at <= clock.now():
        raise ValidationError({"starts_at": ValidationError(_("Choose a time that lies ahead."), code="past")})


def _fit_seats(training: Training) -> None:
    """Add seats up to the capacity, or take free ones away from the end."""
    numbers = set(training.seats.values_list("number", flat=True))
    missing = training.capacity - len(numbers)
    if missing > 0:
        free = (number for number in range(1, training.capacity + len(numbers) + 1) if number not in numbers)
        Seat.objects.bulk_create(Seat(training=training, number=next(free)) for _one in range(missing))
    elif missing < 0:
        spare = list(training.seats.filter(signup=None).order_by("-number").values_list("pk", flat=True)[:-missing])
        if len(spare) < -missing:
            taken = len(numbers) - len(spare)
            sentence = _("%(count)d have a place already. You can't have fewer places than that.")
            error = ValidationError(sentence, code="too_few_places", params={"count": taken})
            raise ValidationError({"capacity": error})
        Seat.objects.filter(pk__in=spare).delete()


@transaction.atomic
def open_training(*, training: Training, by: User | None) -> Training:
    """Open a draft for sign-up. Raises ValidationError `past`, and MoveRefusedError."""
    _require_ahead(training)
    transitions.move_training(training, TrainingStatus.OPEN, by=by)
    return training


@transaction.atomic
def cancel_training(*, training: Training, words: str, by: User | None) -> Training:
    """Cancel a training; the sweep tells everybody who has or waits for a place. Raises MoveRefusedError."""
    transitions.move_training(training, TrainingStatus.CANCELLED, by=by)
    Training.objects.filter(pk=training.pk).update(farewell=words)
    training.farewell = words
    return training


def told_of(training: Training) -> int:
    """Return how many people are told by mail if the training is moved or cancelled now."""
    return training.sign_ups.filter(status__in=TOLD).exclude(email="").count()


@transaction.atomic
def copy_training(*, training: Training, by: User | None) -> Training:
    """Return a new draft like this one, half a year later on the same weekday and at the same hour by the clock."""
    kept = {name: getattr(training, name) for name in _PLANNED}
    for name in ("starts_at", "ends_at", "closes_at"):
        kept[name] = _later(kept[name]) if kept[name] else None
    return create_training(training=Training(**kept, is_example=training.is_example), by=by)


def _later(moment: Any) -> Any:
    """Add half a year on the wall clock: an evening at six stays at six whatever summer time does."""
    return clock.local(moment) + NEXT_TERM


@transaction.atomic
def replace_link(*, training: Training, by: User | None) -> Training:
    """Make the training's link void and give it a new one."""
    held = transitions.hold_training(training.pk)
    held.link_number += 1
    held._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    held.save(update_fields=["link_number"])
    return held


def recipients(training: Training, circle: str) -> list[SignUp]:
    """Return the people of a circle who can be written to: `seated`, `waiting` or `all` of both."""
    seated = (SignUpStatus.CONFIRMED, SignUpStatus.ATTENDED)
    waiting = (SignUpStatus.WAITING, SignUpStatus.OFFERED)
    circles = {"seated": list(seated), "waiting": list(waiting), "all": [*seated, *waiting]}
    people = training.sign_ups.filter(status__in=circles[circle]).exclude(email="")
    return list(people.select_related("training").order_by("pk"))


@transaction.atomic
def send_message(
    *, training: Training, circle: str, subject: str, words: str, form_token: str, by: User | None
) -> TrainingMessage:
    """Write to those who come, each by themselves; the same form twice is one message.

    Raises ValidationError `form_token`, `nobody`.
    """
    if not form_tokens.is_well_formed(form_token):
        raise ValidationError(_("Reload the page and try again."), code="form_token")
    transitions.hold_training(training.pk)
    said: TrainingMessage | None = TrainingMessage.objects.filter(form_token=form_token).first()
    if said is not None:
        return said
    people = recipients(training, circle)
    if not people:
        raise ValidationError(_("There is nobody to write to yet."), code="nobody")
    said = TrainingMessage.objects.create(
        training=training, subject=subject, words=words, sent_to=len(people), form_token=form_token, sent_by=by
    )
    for sign_up in people:
        mail.message(sign_up, said).send()
    return said
