"""A training's life and a sign-up's: which states there are and which moves between them are allowed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class TrainingStatus(models.TextChoices):
    """Where a course or an evening is in its life."""

    DRAFT = "draft", pgettext_lazy("training", "draft")
    OPEN = "open", pgettext_lazy("training", "open for sign-up")
    CANCELLED = "cancelled", pgettext_lazy("training", "cancelled")
    HELD = "held", pgettext_lazy("training", "held")


TRAINING_MOVES: dict[TrainingStatus, frozenset[TrainingStatus]] = {
    TrainingStatus.DRAFT: frozenset({TrainingStatus.OPEN, TrainingStatus.CANCELLED}),
    TrainingStatus.OPEN: frozenset({TrainingStatus.CANCELLED, TrainingStatus.HELD}),
    TrainingStatus.CANCELLED: frozenset(),
    TrainingStatus.HELD: frozenset(),
}


class SignUpStatus(models.TextChoices):
    """Where a person's wish to come is."""

    ASKED = "asked", pgettext_lazy("sign-up", "waits for the answer to our mail")
    CONFIRMED = "confirmed", pgettext_lazy("sign-up", "has a place")
    WAITING = "waiting", pgettext_lazy("sign-up", "on the waiting list")
    OFFERED = "offered", pgettext_lazy("sign-up", "offered a place")
    WITHDRAWN = "withdrawn", pgettext_lazy("sign-up", "not coming")
    ATTENDED = "attended", pgettext_lazy("sign-up", "was there")
    ABSENT = "absent", pgettext_lazy("sign-up", "was not there")


_S = SignUpStatus
SIGN_UP_MOVES: dict[SignUpStatus, frozenset[SignUpStatus]] = {
    _S.ASKED: frozenset({_S.CONFIRMED, _S.WAITING, _S.WITHDRAWN}),
    # A coordinator can give somebody in the line a place without the round by an offer.
    _S.WAITING: frozenset({_S.OFFERED, _S.CONFIRMED, _S.WITHDRAWN}),
    _S.OFFERED: frozenset({_S.CONFIRMED, _S.WITHDRAWN}),
    _S.CONFIRMED: frozenset({_S.WITHDRAWN, _S.ATTENDED, _S.ABSENT}),
    # Who has said no may think again.
    _S.WITHDRAWN: frozenset({_S.ASKED, _S.CONFIRMED, _S.WAITING}),
    # What was marked by mistake is unmarked.
    _S.ATTENDED: frozenset({_S.CONFIRMED, _S.ABSENT}),
    _S.ABSENT: frozenset({_S.CONFIRMED, _S.ATTENDED}),
}
# Whoever stands in one of these has a seat of their own; nobody else has one. The database holds it.
SEATED = frozenset({_S.CONFIRMED, _S.OFFERED, _S.ATTENDED, _S.ABSENT})
