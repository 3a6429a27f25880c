"""What a patrol saw: places and situations, never persons."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock
from common.private_files import secret_name
from grannstod.models.patrols import Patrol
from grannstod.querysets import ObservationQuerySet
from incidents.models import Category, Report


def photo_path(_observation: Observation, _name: str) -> str:
    """Return where an observation's photo is kept: under a name that nobody can guess."""
    return secret_name("observations", ".jpg")


class Observation(models.Model):
    """What a patrol saw: a place and a situation, never a person. It ends in exactly one outcome."""

    class Outcome(models.TextChoices):
        POLICE = "police", _("police")
        FAULT_REPORT = "fault_report", _("fault report")
        LOG_ONLY = "log_only", _("log only")

    patrol = models.ForeignKey(Patrol, on_delete=models.PROTECT, related_name="observations", verbose_name=_("patrol"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="observations", verbose_name=_("what it is about")
    )
    text = models.TextField(_("what you see"), max_length=2000)
    place = models.CharField(_("place"), max_length=200, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    photo = models.FileField(_("photo"), upload_to=photo_path, max_length=120, blank=True)
    outcome = models.CharField(_("what happens with it"), max_length=12, choices=Outcome)
    case_number = models.CharField(
        _("the police's case number"), max_length=30, blank=True, help_text=_("As the police say it, 5000-K12345-26.")
    )
    # Which photo came: the same one sent again is one photo (SHA-256 of the bytes as sent).
    photo_digest = models.CharField(max_length=64, blank=True, editable=False)
    form_token = models.CharField(max_length=32, unique=True, editable=False)
    report = models.OneToOneField(
        Report,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="observation",
        verbose_name=_("report"),
        editable=False,
    )
    observed_at = models.DateTimeField(_("seen"), default=clock.now)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[ObservationQuerySet] = ObservationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["-observed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["police", "fault_report", "log_only"]), name="observation_has_one_outcome"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="observation_position_on_earth",
            ),
        ]
        indexes = [models.Index(fields=["patrol", "observed_at"])]

    def __str__(self) -> str:
        return f"{self.category}, {self.place}" if self.place else str(self.category)
