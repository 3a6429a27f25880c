"""What trainings do by the clock. Each step looks again under a lock, so that two sweeps at once do it once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q

from common import clock
from neighbourhoods import transitions
from neighbourhoods.lifecycle import SignUpStatus, TrainingStatus
from neighbourhoods.mail import trainings as mail
from neighbourhoods.models import SignUp, Training
from neighbourhoods.querysets import SignUpQuerySet

_S = SignUpStatus
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
UNCONFIRMED = timedelta(days=2)
ASK_AFTER, ASK_UNTIL = timedelta(hours=12), timedelta(days=14)
KEEP_NAMES = timedelta(days=2 * 365)


def lapse_offers() -> int:
    """Let offers that nobody answered in time pass; returns how many. The seat is free for the next in line."""
    late = SignUp.objects.filter(status=_S.OFFERED, offer_until__lte=clock.now())
    return sum(_lapse(pk) for pk in late.values_list("pk", flat=True))


@transaction.atomic
def _lapse(pk: int) -> bool:
    sign_up = SignUp.objects.select_related("training").get(pk=pk)
    transitions.hold_training(sign_up.training_id)
    sign_up.refresh_from_db(fields=["status", "offer_until"])
    if sign_up.status != _S.OFFERED or sign_up.offer_until is None or sign_up.offer_until > clock.now():
        return False
    transitions.move_sign_up(sign_up, _S.WITHDRAWN, by=None, reason="offer_lapsed")
    SignUp.objects.filter(pk=pk).update(dietary="")
    if sign_up.email and not sign_up.training.has_begun:
        mail.lapsed(sign_up).send()
    return True


def offer_free_seats() -> int:
    """Offer each free seat of what is ahead to the next in line; returns how many offers. Safe to run twice."""
    ahead = Training.objects.filter(status=TrainingStatus.OPEN, starts_at__gt=clock.now())
    waited_for = ahead.filter(sign_ups__status=_S.WAITING).distinct()
    return sum(_offer_seats_of(pk) for pk in waited_for.values_list("pk", flat=True))


@transaction.atomic
def _offer_seats_of(training_id: int) -> int:
    training = transitions.hold_training(training_id)
    if training.status != TrainingStatus.OPEN or training.has_begun:
        return 0
    offers = 0
    for sign_up in training.sign_ups.in_line():
        if transitions.free_seat(training.pk) is None:
            break
        sign_up.training = training
        if sign_up.email:
            transitions.move_sign_up(sign_up, _S.OFFERED, by=None, offer_until=_stands_until(training))
            mail.offer(sign_up).send()
        else:  # nobody to ask: the place is theirs, and the coordinator rings
            transitions.move_sign_up(sign_up, _S.CONFIRMED, by=None, reason="no_address")
        offers += 1
    return offers


def _stands_until(training: Training) -> datetime:
    """Return when an offer passes: after the hours set, but with half of the time that is left for the next."""
    now = clock.now()
    return min(now + timedelta(hours=training.offer_hours), now + (training.starts_at - now) / 2)


def tell_changes() -> int:
    """Tell those who come that it has moved, or is cancelled; returns how many were told."""
    concerned = SignUp.objects.untold().filter(training__status__in=(TrainingStatus.OPEN, TrainingStatus.CANCELLED))
    return sum(_tell(pk) for pk in concerned.values_list("pk", flat=True))


@transaction.atomic
def _tell(pk: int) -> bool:
    sign_up = _claimed(SignUp.objects.untold(), pk)
    if sign_up is None:
        return False
    is_cancelled = sign_up.training.status == TrainingStatus.CANCELLED
    SignUp.objects.filter(pk=pk).update(told_sequence=sign_up.training.sequence)
    (mail.cancelled if is_cancelled else mail.moved)(sign_up).send()
    return True


def _claimed(wanted: SignUpQuerySet, pk: int) -> SignUp | None:
    """Return a row of the wanted under a lock; None if another has it or it is wanted no more."""
    locked = wanted.select_for_update(of=("self",), skip_locked=True).select_related("training")
    found: SignUp | None = locked.filter(pk=pk).first()
    return found


def remind() -> int:
    """Remind who has a place seven days and one day before; returns how many mails. Each is sent once.

    Whoever got the place after that moment has just had a mail with the same words, and is left alone.
    """
    return _remind("week_reminder_at", A_WEEK, until=A_DAY) + _remind("day_reminder_at", A_DAY, until=timedelta())


def _remind(field: str, before: timedelta, *, until: timedelta) -> int:
    now = clock.now()
    due = SignUp.objects.filter(
        **{field: None},
        status=_S.CONFIRMED,
        training__status=TrainingStatus.OPEN,
        training__starts_at__gt=now + until,
        training__starts_at__lte=now + before,
        seated_at__lt=F("training__starts_at") - before,
    ).exclude(email="")
    return sum(_once(due, pk, field, mail.reminder) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _once(due: SignUpQuerySet, pk: int, field: str, letter: Callable[[SignUp], EmailMultiAlternatives]) -> bool:
    sign_up = _claimed(due, pk)
    if sign_up is None:
        return False
    SignUp.objects.filter(pk=pk).update(**{field: clock.now()})
    letter(sign_up).send()
    return True


def ask_afterwards() -> int:
    """Ask who was there the training's question, once, from half a day afterwards; returns how many mails."""
    now = clock.now()
    due = (
        SignUp.objects.filter(status=_S.ATTENDED, question_at=None, training__status=TrainingStatus.HELD)
        .filter(training__ends_at__lte=now - ASK_AFTER, training__ends_at__gt=now - ASK_UNTIL)
        .exclude(Q(email="") | Q(training__question=""))
    )
    return sum(_once(due, pk, "question_at", mail.question) for pk in due.values_list("pk", flat=True))


def forget_dietary() -> int:
    """Delete every wish about food whose evening is over or cancelled; returns how many."""
    over = Q(training__ends_at__lte=clock.now()) | Q(training__status=TrainingStatus.CANCELLED)
    return SignUp.objects.filter(over).exclude(dietary="").update(dietary="")


def forget_unconfirmed() -> int:
    """Delete what was asked and never confirmed within two days; returns how many sign-ups."""
    old = SignUp.objects.filter(status=_S.ASKED, created_at__lte=clock.now() - UNCONFIRMED)
    return old.delete()[1].get("neighbourhoods.SignUp", 0)


def forget_names() -> int:
    """Empty the people out of sign-ups two years after the training; the counts remain. Returns how many."""
    old = SignUp.objects.filter(training__ends_at__lte=clock.now() - KEEP_NAMES)
    named = old.exclude(full_name="", email="", phone="", user=None)
    return named.update(full_name="", email="", phone="", dietary="", user=None)
