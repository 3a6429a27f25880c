"""Secret links of trainings: signed, so that nothing is stored. A new number makes a training's old link void."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from common import signed_links
from neighbourhoods.models import SignUp, Training

_TRAINING, _SIGN_UP, _QUESTION = "training", "training:sign-up", "training:question"


def _whole(name: str, token: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{reverse(f'neighbourhoods:{name}', args=[token])}"


def training_link(training: Training) -> str:
    """Return the whole address by which anybody can sign up, whoever the training is for."""
    return _whole("training_link", signed_links.sign(_TRAINING, f"{training.pk}-{training.link_number}"))


def training_by_link(token: str) -> Training | None:
    """Return the training a link leads to, or None where it was replaced or is not ours."""
    pk, _dash, number = (signed_links.unsign(_TRAINING, token) or "").partition("-")
    return Training.objects.filter(pk=pk, link_number=number).first() if pk and number else None


def own_link(sign_up: SignUp) -> str:
    """Return the whole address of a person's own page about one sign-up."""
    return _whole("my_sign_up", signed_links.sign(_SIGN_UP, str(sign_up.pk)))


def question_link(sign_up: SignUp) -> str:
    """Return the whole address where a person answers the question afterwards."""
    return _whole("training_question", signed_links.sign(_QUESTION, str(sign_up.pk)))


def sign_up_by_link(token: str) -> SignUp | None:
    """Return the sign-up an own link leads to; None where the person was erased since."""
    return _found(signed_links.unsign(_SIGN_UP, token))


def sign_up_by_question(token: str) -> SignUp | None:
    """Return the sign-up a question's link leads to; None where the person was erased since."""
    return _found(signed_links.unsign(_QUESTION, token))


def _found(pk: str | None) -> SignUp | None:
    if not pk:
        return None
    held: SignUp | None = SignUp.objects.select_related("training", "user").filter(pk=pk).exclude(email="").first()
    return held
