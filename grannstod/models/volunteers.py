"""The people who take part."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common import clock
from grannstod.lifecycle import VolunteerStatus
from grannstod.querysets import VolunteerQuerySet


class Volunteer(models.Model):
    """A person who takes part in Grannstöd. The person is a User; here stands only what the task needs."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="volunteer", verbose_name=_("person")
    )
    status = models.CharField(
        _("status"), max_length=12, choices=VolunteerStatus, default=VolunteerStatus.APPLIED, editable=False
    )
    is_driver = models.BooleanField(_("drives"), default=False, help_text=_("Driving licence has been checked."))
    licence_until = models.DateField(
        _("driving licence valid until"),
        null=True,
        blank=True,
        help_text=_("The last day on the licence you looked at."),
    )
    clearance_until = models.DateField(
        _("secrecy clearance until"), null=True, blank=True, help_text=_("Needed to visit a victim of crime.")
    )
    interviewed_on = models.DateField(_("interviewed"), null=True, blank=True)
    reference_on = models.DateField(_("reference taken"), null=True, blank=True)
    trained_on = models.DateField(_("training done"), null=True, blank=True)
    agreement_on = models.DateField(_("agreement signed"), null=True, blank=True)
    left_on = models.DateField(_("left"), null=True, blank=True, editable=False)
    joined_on = models.DateField(_("since"), default=clock.today)
    # When the person was last asked by mail why so much time has passed since the last drive.
    idle_told_on = models.DateField(null=True, editable=False)
    wants_texts = models.BooleanField(_("text message the day before a shift"), default=False)
    calendar_version = models.PositiveIntegerField(default=0, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[VolunteerQuerySet] = VolunteerQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        ordering = ["user__full_name", "pk"]

    def __str__(self) -> str:
        return str(self.user)

    def drives_on(self, day: date) -> bool:
        """Tell whether this person may drive that day; the licence's last day is included."""
        return self.is_driver and (self.licence_until is None or day <= self.licence_until)

    @property
    def has_clearance(self) -> bool:
        """Tell whether the secrecy clearance holds today; its last day is included."""
        return self.clearance_until is not None and clock.today() <= self.clearance_until


class VolunteerEvent(models.Model):
    """What happened to a volunteer's status. Never edited; codes and ids only."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(max_length=12, choices=VolunteerStatus, blank=True)
    moved_to = models.CharField(max_length=12, choices=VolunteerStatus)
    reason = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("volunteer event")
        verbose_name_plural = _("volunteer events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.volunteer_id}: {self.moved_to}"
