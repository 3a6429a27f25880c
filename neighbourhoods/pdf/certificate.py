"""The certificate of a training: only for those who were there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common import clock
from documents.slots import Paper, Progress, SubjectGoneError
from neighbourhoods.lifecycle import SignUpStatus, TrainingStatus
from neighbourhoods.models import SignUp, Training
from neighbourhoods.querysets import SignUpQuerySet

if TYPE_CHECKING:
    from accounts.models import User

MANAGE = "neighbourhoods.manage_trainings"


def _earned() -> SignUpQuerySet:
    """Return the sign-ups that give a certificate: they were there, it is finished, and their name is still held."""
    held = SignUp.objects.filter(status=SignUpStatus.ATTENDED, training__status=TrainingStatus.HELD)
    return held.exclude(full_name="").select_related("training")


class TrainingCertificate:
    """The kind of document `training_certificate`; its subject is the sign-up's number."""

    def title(self, subject: str) -> str:
        """Return the name of whoever it is for."""
        sign_up = _one(subject)
        return _("Certificate: %(person)s, %(training)s") % {
            "person": sign_up.full_name,
            "training": sign_up.training.title,
        }

    def may_request(self, user: User, subject: str) -> bool:
        """Tell whether it is the person's own, or theirs to hand out, and was earned."""
        return subject.isdecimal() and _earned().visible_to(user).filter(pk=subject).exists()

    def may_read(self, user: User, subject: str) -> bool:
        """Tell the same at every download: attendance that was put right takes the certificate along."""
        return self.may_request(user, subject)

    def build(self, subject: str, language: str, progress: Progress) -> Paper:
        """Gather one certificate."""
        sign_up = _one(subject)
        return _paper(sign_up.training, [sign_up], sign_up.full_name)


class TrainingCertificates:
    """The kind of document `training_certificates`, a sheet for each who was there; its subject is the training."""

    def title(self, subject: str) -> str:
        """Return the training's name."""
        return _("Certificates: %(training)s") % {"training": _training(subject)}

    def may_request(self, user: User, subject: str) -> bool:
        """Tell whether the person plans trainings."""
        return subject.isdecimal() and user.has_perm(MANAGE) and _earned().filter(training__pk=subject).exists()

    def may_read(self, user: User, subject: str) -> bool:
        """Tell the same at every download."""
        return self.may_request(user, subject)

    def build(self, subject: str, language: str, progress: Progress) -> Paper:
        """Gather a sheet for each who was there, by name."""
        training = _training(subject)
        people = list(_earned().filter(training=training).order_by("full_name", "pk"))
        if not people:
            raise SubjectGoneError(subject)
        return _paper(training, people, _("Certificates"))


def _one(subject: str) -> SignUp:
    held: SignUp | None = _earned().filter(pk=subject).first() if subject.isdecimal() else None
    if held is None:
        raise SubjectGoneError(subject)
    return held


def _training(subject: str) -> Training:
    held: Training | None = Training.objects.filter(pk=subject).first() if subject.isdecimal() else None
    if held is None:
        raise SubjectGoneError(subject)
    return held


def _paper(training: Training, people: list[SignUp], title: str) -> Paper:
    day = date_format(clock.local(training.starts_at), "DATE_FORMAT")
    return Paper(
        template="neighbourhoods/certificate.html",
        context={"training": training, "people": people, "day": day, "is_many": title != people[0].full_name},
        title=title,
        subtitle=_("Certificate of training"),
        foot=f"{training.title}, {day}",
        sources=_("Attendance was marked at the training."),
        description=_("Certificate of training"),
    )
