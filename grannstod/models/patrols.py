"""What became of a shift."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from common import clock
from grannstod.lifecycle import PatrolStatus
from grannstod.models.routes import ChecklistVersion, StepKind, latitude, longitude
from grannstod.models.shifts import Shift
from grannstod.querysets import PatrolQuerySet
from neighbourhoods.models import Area


class Patrol(models.Model):
    """What became of a shift: started, driven, ended. One shift has one patrol."""

    shift = models.OneToOneField(Shift, on_delete=models.PROTECT, related_name="patrol", verbose_name=_("shift"))
    status = models.CharField(
        _("status"), max_length=12, choices=PatrolStatus, default=PatrolStatus.UNDERWAY, editable=False
    )
    started_at = models.DateTimeField(pgettext_lazy("patrol", "started"), default=clock.now)
    ended_at = models.DateTimeField(pgettext_lazy("patrol", "ended"), null=True, blank=True)
    km = models.PositiveSmallIntegerField(_("kilometres"), null=True, blank=True, validators=[MaxValueValidator(1000)])
    checklist = models.ForeignKey(
        ChecklistVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="patrols",
        verbose_name=_("version of the checklist"),
    )
    # The areas whose agents have had their note: what a second phone brings late tells of others only.
    noted_areas = ArrayField(models.BigIntegerField(), default=list, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[PatrolQuerySet] = PatrolQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords(excluded_fields=["noted_areas"])

    class Meta:
        verbose_name = _("patrol")
        verbose_name_plural = _("patrols")
        ordering = ["-started_at", "-pk"]
        permissions = [("use_patrol", "Take part in patrols"), ("see_all_patrols", "See every patrol")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=PatrolStatus.UNDERWAY, ended_at__isnull=True)
                | Q(status__in=[PatrolStatus.ENDED, PatrolStatus.BROKEN_OFF], ended_at__gte=F("started_at")),
                name="patrol_ended_has_time",
            ),
            models.CheckConstraint(condition=Q(km__isnull=True) | Q(km__lte=1000), name="patrol_km_likely"),
        ]

    def __str__(self) -> str:
        return f"{clock.local(self.started_at):%Y-%m-%d %H.%M}"


class PatrolEvent(models.Model):
    """What happened to a patrol. Never edited; codes and ids only."""

    patrol = models.ForeignKey(Patrol, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(max_length=12, choices=PatrolStatus, blank=True)
    moved_to = models.CharField(max_length=12, choices=PatrolStatus)
    reason = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("patrol event")
        verbose_name_plural = _("patrol events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.patrol_id}: {self.moved_to}"


class PatrolStep(models.Model):
    """A place to visit or a line of the checklist, copied when the patrol started: a template may change meanwhile."""

    patrol = models.ForeignKey(Patrol, on_delete=models.CASCADE, related_name="steps", verbose_name=_("patrol"))
    kind = models.CharField(_("when"), max_length=8, choices=StepKind)
    position = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("text"), max_length=120)
    hint = models.CharField(_("what to look at"), max_length=200, blank=True)
    # Where the step was copied from, "rad-7" or "plats-12": what a phone without network knows it by.
    key = models.CharField(max_length=24, blank=True, editable=False)
    is_police = models.BooleanField(_("the police are met"), default=False, editable=False)
    area = models.ForeignKey(
        Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    latitude = latitude()
    longitude = longitude()
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    # When somebody last ticked it or took the tick back: what comes late from a phone undoes nothing newer.
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("step of a patrol")
        verbose_name_plural = _("steps of a patrol")
        ordering = ["patrol", "position"]
        constraints = [
            models.UniqueConstraint(fields=["patrol", "kind", "position"], name="patrol_step_once"),
            models.UniqueConstraint(fields=["patrol", "key"], condition=~Q(key=""), name="patrol_step_key_once"),
        ]

    def __str__(self) -> str:
        return self.name
