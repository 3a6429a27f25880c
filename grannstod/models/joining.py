"""People who have asked to join and have no account yet."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import clock
from grannstod.lifecycle import ApplicantStatus
from grannstod.querysets import ApplicantQuerySet
from neighbourhoods.models import District


class Applicant(models.Model):
    """Somebody who asked to join, as a resident or from a business. Deleted when the account is opened, or in time.

    Of a referee nothing is kept: only the day on which a reference was taken.
    """

    class Kind(models.TextChoices):
        RESIDENT = "resident", pgettext_lazy("applicant", "I live here")
        BUSINESS = "business", pgettext_lazy("applicant", "I come from a business here")

    kind = models.CharField(_("who"), max_length=8, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), max_length=254)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    business = models.CharField(_("business"), max_length=120, blank=True)
    district = models.ForeignKey(
        District, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    about = models.TextField(_("about oneself"), max_length=1000, blank=True)
    has_licence = models.BooleanField(_("says to have a driving licence"), default=False)
    language = models.CharField(max_length=10)
    form_token = models.CharField(max_length=32, unique=True, editable=False)
    status = models.CharField(
        _("status"), max_length=12, choices=ApplicantStatus, default=ApplicantStatus.UNCONFIRMED, editable=False
    )
    consented_at = models.DateTimeField(default=clock.now, editable=False)
    expires_on = models.DateField(_("is forgotten on"))

    objects: ClassVar[ApplicantQuerySet] = ApplicantQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("applicant")
        verbose_name_plural = _("applicants")
        ordering = ["consented_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="resident") | (Q(kind="business") & ~Q(business="")),
                name="applicant_says_which_business",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApplicantEvent(models.Model):
    """What happened to an applicant. Never edited; codes and ids only."""

    applicant = models.ForeignKey(Applicant, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(max_length=12, choices=ApplicantStatus, blank=True)
    moved_to = models.CharField(max_length=12, choices=ApplicantStatus)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("applicant event")
        verbose_name_plural = _("applicant events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.applicant_id}: {self.moved_to}"
