"""Who comes to a training. Seats are rows: there are as many as places, and none has two people."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import clock
from neighbourhoods.lifecycle import SEATED, SignUpStatus
from neighbourhoods.models.trainings import Training
from neighbourhoods.querysets import SignUpQuerySet


class Seat(models.Model):
    """One place at a training, from 1 to its capacity. It is taken by at most one sign-up."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField(_("number"))

    class Meta:
        verbose_name = pgettext_lazy("training", "seat")
        verbose_name_plural = pgettext_lazy("training", "seats")
        ordering = ["training", "number"]
        constraints = [models.UniqueConstraint(fields=["training", "number"], name="seat_number_once")]

    def __str__(self) -> str:
        return str(self.number)


class SignUp(models.Model):
    """One person's wish to come to one training, with or without an account."""

    training = models.ForeignKey(
        Training, on_delete=models.CASCADE, related_name="sign_ups", verbose_name=_("training")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="trainings",
        verbose_name=_("person"),
    )
    full_name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    dietary = models.CharField(_("wishes about the food"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=8, default="sv")
    status = models.CharField(
        _("status"), max_length=12, choices=SignUpStatus.choices, default=SignUpStatus.ASKED, editable=False
    )
    # RESTRICT: a seat somebody sits on is never taken away under them.
    seat = models.OneToOneField(Seat, on_delete=models.RESTRICT, null=True, blank=True, editable=False)
    form_token = models.CharField(max_length=32, blank=True, editable=False)
    created_at = models.DateTimeField(_("asked on"), default=clock.now, editable=False)
    queued_at = models.DateTimeField(_("in line since"), default=clock.now, editable=False)
    seated_at = models.DateTimeField(_("place since"), null=True, editable=False)
    offer_until = models.DateTimeField(_("offer stands until"), null=True, editable=False)
    told_sequence = models.PositiveIntegerField(default=0, editable=False)
    week_reminder_at = models.DateTimeField(_("reminded a week before"), null=True, editable=False)
    day_reminder_at = models.DateTimeField(_("reminded the day before"), null=True, editable=False)
    question_at = models.DateTimeField(_("asked afterwards"), null=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)

    objects: ClassVar[SignUpQuerySet] = SignUpQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["training", "full_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(status__in=sorted(SEATED), seat__isnull=False)
                    | (~Q(status__in=sorted(SEATED)) & Q(seat__isnull=True))
                ),
                name="sign_up_seated_has_seat",
            ),
            models.CheckConstraint(
                condition=Q(status=SignUpStatus.OFFERED, offer_until__isnull=False)
                | (~Q(status=SignUpStatus.OFFERED) & Q(offer_until__isnull=True)),
                name="sign_up_offer_has_an_end",
            ),
            models.UniqueConstraint("training", Lower("email"), condition=~Q(email=""), name="sign_up_once_an_address"),
            models.UniqueConstraint(fields=["form_token"], condition=~Q(form_token=""), name="sign_up_once_a_form"),
            models.UniqueConstraint(
                fields=["training", "user"], condition=Q(user__isnull=False), name="sign_up_once_a_person"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or f"{self._meta.verbose_name} {self.pk}"


class SignUpEvent(models.Model):
    """A sign-up moved from one state to another. Never edited."""

    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(_("from"), max_length=12, blank=True, choices=SignUpStatus.choices)
    moved_to = models.CharField(_("to"), max_length=12, choices=SignUpStatus.choices)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    at = models.DateTimeField(_("when"), default=clock.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )

    class Meta:
        verbose_name = _("event of a sign-up")
        verbose_name_plural = _("events of sign-ups")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.moved_from} → {self.moved_to}"
