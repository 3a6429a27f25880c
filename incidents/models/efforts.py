"""Efforts: what is done, where and when, and what it is meant to change, written down before it starts."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common import clock
from incidents.models.categories import Category
from incidents.querysets import EffortQuerySet
from neighbourhoods.models import Area, District


class Effort(models.Model):
    """One effort. From its first day on it is changed only with a note that says why."""

    class Direction(models.TextChoices):
        FEWER = "fewer", _("fewer reports")
        MORE = "more", _("more reports: more people tell")
        SAME = "same", _("no change: it keeps the level")

    what = models.CharField(_("what is done"), max_length=150)
    description = models.TextField(_("in a few words how"), max_length=2000, blank=True)
    leader = models.CharField(_("who leads it"), max_length=120)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="efforts", verbose_name=_("district")
    )
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="efforts", verbose_name=_("area")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    categories = models.ManyToManyField(Category, related_name="+", verbose_name=_("kinds it is meant to change"))
    direction = models.CharField(_("what is expected"), max_length=5, choices=Direction, default=Direction.FEWER)
    compared_district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("district to compare with"),
    )  # fmt: skip
    compared_area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area to compare with")
    )
    recorded_on = models.DateField(_("recorded"), default=clock.today, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("recorded by"),
    )  # fmt: skip
    form_token = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001  (NULL is not unique)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[EffortQuerySet] = EffortQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("effort")
        verbose_name_plural = _("efforts")
        ordering = ["-first_day", "-pk"]
        permissions = [("record_efforts", "Record efforts before they start")]
        constraints = [
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="effort_period"),
            models.CheckConstraint(condition=Q(recorded_on__lt=F("first_day")), name="effort_recorded_before"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def has_started(self) -> bool:
        """Whether it is locked but for noted changes."""
        return self.first_day <= clock.today()

    @property
    def place(self) -> str:
        """Where it is done."""
        return str(self.area or self.district or settings.MUNICIPALITY)

    @property
    def compared(self) -> str:
        """The place to compare with, or nothing."""
        return str(self.compared_area or self.compared_district or "")


class EffortChange(models.Model):
    """What was changed in an effort, why, and how it stood before. Never edited."""

    effort = models.ForeignKey(Effort, on_delete=models.CASCADE, related_name="changes")
    note = models.TextField(_("why"), max_length=500, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("change of an effort")
        verbose_name_plural = _("changes of efforts")
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.effort_id} {self.at:%Y-%m-%d}"
