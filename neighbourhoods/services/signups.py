"""Signing up for a training, with an account or without, the waiting list, and saying no again."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock, form_tokens
from neighbourhoods import transitions
from neighbourhoods.lifecycle import SignUpStatus
from neighbourhoods.mail import trainings as mail
from neighbourhoods.models import FollowUpCount, SignUp, Training

_S = SignUpStatus
COMING = frozenset({_S.CONFIRMED, _S.WAITING, _S.OFFERED})


def _require_open(training: Training) -> None:
    if not training.takes_sign_ups:
        raise ValidationError(_("Sign-up is closed. Call us if you would still like to come."), code="closed")


def _existing(training: Training, *, user: User | None, email: str) -> SignUp | None:
    who = Q(email__iexact=email) if email else Q(pk=None)
    who |= Q(user=user) if user is not None else Q(pk=None)
    held: SignUp | None = training.sign_ups.filter(who).order_by("pk").first()
    return held


def _settle(sign_up: SignUp, *, by: User | None) -> None:
    """Give a free seat to whoever asks, unless others stand in line before; else put them in line. Mails which."""
    training = transitions.hold_training(sign_up.training_id)
    may_sit = not training.sign_ups.in_line().exists() and transitions.free_seat(training.pk) is not None
    transitions.move_sign_up(sign_up, _S.CONFIRMED if may_sit else _S.WAITING, by=by)
    sign_up.training = training
    SignUp.objects.filter(pk=sign_up.pk).update(
        told_sequence=training.sequence, week_reminder_at=None, day_reminder_at=None
    )
    if sign_up.email:
        (mail.place if may_sit else mail.in_line)(sign_up).send()


@transaction.atomic
def sign_up(*, training: Training, user: User, dietary: str = "") -> SignUp:
    """Sign up a person with an account: a seat if one is free, else the waiting list. Twice is once.

    Raises ValidationError `closed`.
    """
    held = transitions.hold_training(training.pk)
    _require_open(held)
    found = _existing(held, user=user, email=user.email)
    if found is not None and found.status in COMING:
        return found
    if found is None:
        found = _begin(held, user.email, by=user)
    found.user, found.full_name, found.phone = user, str(user), user.phone
    found.language, found.dietary = user.language, dietary
    found.save(update_fields=["user", "full_name", "phone", "language", "dietary"])
    _settle(found, by=user)
    return found


@transaction.atomic
def ask_to_come(
    *,
    training: Training,
    full_name: str,
    email: str,
    phone: str = "",
    dietary: str = "",
    language: str = "sv",
) -> SignUp:
    """Take a wish to come from somebody without an account; nothing holds until they answer the mail.

    Who has a place already, or waits, gets the mail that says so: the page never tells which. Raises
    ValidationError `closed`.
    """
    held = transitions.hold_training(training.pk)
    _require_open(held)
    found = _existing(held, user=None, email=email)
    if found is not None and found.status in COMING:
        _tell_where_they_stand(found)
        return found
    if found is None:
        found = _begin(held, email, by=None)
    elif found.status == _S.WITHDRAWN:
        transitions.move_sign_up(found, _S.ASKED, by=None)
    found.training, found.full_name, found.phone = held, full_name, phone
    found.dietary, found.language, found.created_at = dietary, language, clock.now()
    found.save(update_fields=["full_name", "phone", "dietary", "language", "created_at"])
    mail.to_confirm(found).send()
    return found


def _begin(training: Training, email: str, *, by: User | None, form_token: str = "") -> SignUp:
    token = form_token if form_tokens.is_well_formed(form_token) else ""
    sign_up = SignUp.objects.create(training=training, email=email.lower(), form_token=token)
    transitions.begin_sign_up(sign_up, by=by)
    return sign_up


def _tell_where_they_stand(sign_up: SignUp) -> None:
    letters = {_S.CONFIRMED: mail.place, _S.WAITING: mail.in_line, _S.OFFERED: mail.offer}
    letters[_S(sign_up.status)](sign_up).send()


@transaction.atomic
def confirm_sign_up(*, sign_up: SignUp) -> SignUp:
    """Answer the mail: now a seat if one is free, else the waiting list. Twice is once. Raises `closed`."""
    transitions.hold_training(sign_up.training_id)
    held: SignUp = SignUp.objects.select_related("training", "user").get(pk=sign_up.pk)
    if held.status in COMING:
        return held
    if held.training.has_begun:
        _require_open(held.training)
    if held.user is None:
        held.user = _account_of(held)
        held.save(update_fields=["user"])
    _settle(held, by=held.user)
    return held


def _account_of(sign_up: SignUp) -> User | None:
    """Return the account with this address, unless it has a sign-up of its own here."""
    user = User.objects.filter(email__iexact=sign_up.email, is_active=True).first()
    taken = user is not None and SignUp.objects.filter(training=sign_up.training_id, user=user).exists()
    return None if taken else user


@transaction.atomic
def come_again(*, sign_up: SignUp) -> SignUp:
    """Sign up again after a no or an offer that passed, from one's own page. Twice is once. Raises `closed`."""
    transitions.hold_training(sign_up.training_id)
    held: SignUp = SignUp.objects.select_related("training", "user").get(pk=sign_up.pk)
    if held.status in COMING:
        return held
    _require_open(held.training)
    _settle(held, by=held.user)
    return held


@transaction.atomic
def accept_offer(*, sign_up: SignUp, by: User | None = None) -> SignUp:
    """Take the place that was offered. Twice is once. Raises ValidationError `offer_lapsed`."""
    transitions.hold_training(sign_up.training_id)
    held: SignUp = SignUp.objects.select_related("training").get(pk=sign_up.pk)
    if held.status == _S.CONFIRMED:
        return held
    if held.status != _S.OFFERED or held.offer_until is None or held.offer_until <= clock.now():
        raise ValidationError(_("This offer has passed. Sign up again to stand in line."), code="offer_lapsed")
    transitions.move_sign_up(held, _S.CONFIRMED, by=by, reason="offer_taken")
    mail.place(held).send()
    return held


@transaction.atomic
def withdraw(*, sign_up: SignUp, by: User | None = None, reason: str = "") -> SignUp:
    """Say no: the seat is free for the next in line, and wishes about food are forgotten. Twice is once.

    Raises MoveRefusedError once attendance has been marked, and ValidationError `begun` after it began.
    """
    training = transitions.hold_training(sign_up.training_id)
    held: SignUp = SignUp.objects.get(pk=sign_up.pk)
    held.training = training
    if held.status == _S.WITHDRAWN:
        return held
    if training.has_begun:
        raise ValidationError(_("It has begun already."), code="begun")
    was_expected = held.status != _S.ASKED
    transitions.move_sign_up(held, _S.WITHDRAWN, by=by, reason=reason)
    SignUp.objects.filter(pk=held.pk).update(dietary="")
    if held.email and was_expected:
        mail.farewell(held).send()
    return held


def change_dietary(*, sign_up: SignUp, dietary: str) -> None:
    """Write down another wish about the food. Raises ValidationError `begun`."""
    if sign_up.training.has_begun:
        raise ValidationError(_("It has begun already."), code="begun")
    SignUp.objects.filter(pk=sign_up.pk).update(dietary=dietary)


@transaction.atomic
def add_by_hand(
    *,
    training: Training,
    full_name: str,
    by: User,
    email: str = "",
    phone: str = "",
    dietary: str = "",
    form_token: str = "",
) -> SignUp:
    """Sign up somebody who rang: a seat if one is free, else the waiting list. An address is not needed.

    The same form twice is one person.

    Raises ValidationError `closed`, `there_already`.
    """
    held = transitions.hold_training(training.pk)
    if held.status != "open" or held.has_begun:
        raise ValidationError(_("Nobody can be added now."), code="closed")
    if form_token and (twice := held.sign_ups.filter(form_token=form_token).first()):
        return twice
    user = User.objects.filter(email__iexact=email, is_active=True).first() if email else None
    found = _existing(held, user=user, email=email)
    if found is not None and found.status in COMING:
        raise ValidationError(_("This person is on the list already."), code="there_already")
    if found is None:
        found = _begin(held, email, by=by, form_token=form_token)
    _write_down(found, user=user, full_name=full_name, phone=phone, dietary=dietary)
    _settle(found, by=by)
    return found


def _write_down(sign_up: SignUp, **words: Any) -> None:
    for name, value in words.items():
        setattr(sign_up, name, value)
    sign_up.save(update_fields=list(words))


@transaction.atomic
def give_place(*, sign_up: SignUp, by: User) -> SignUp:
    """Give somebody in the line a place at once. Raises ValidationError `full`, and MoveRefusedError."""
    transitions.move_sign_up(sign_up, _S.CONFIRMED, by=by, reason="by_hand")
    if sign_up.email:
        mail.place(sign_up).send()
    return sign_up


@transaction.atomic
def answer_question(*, sign_up: SignUp, answer: str) -> bool:
    """Count an answer to the question afterwards; returns whether it was counted. One answer a person.

    Raises ValidationError `no_such_answer`.
    """
    if answer not in FollowUpCount.Answer.values:
        raise ValidationError(_("Choose one of the answers."), code="no_such_answer")
    first = SignUp.objects.filter(pk=sign_up.pk, status=_S.ATTENDED, answered_at=None).update(answered_at=clock.now())
    if not first:
        return False
    FollowUpCount.objects.get_or_create(training_id=sign_up.training_id, answer=answer)
    count = FollowUpCount.objects.select_for_update().get(training=sign_up.training_id, answer=answer)
    count.times += 1
    count.save(update_fields=["times"])
    return True
