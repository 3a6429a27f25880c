"""The neighbours' yearly meeting, and the count of households."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common import clock
from neighbourhoods.models.areas import Area
from neighbourhoods.querysets import OfAreaQuerySet


class YearlyMeeting(models.Model):
    """A meeting with the neighbours: announced with an invitation, and what came of it."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="meetings", verbose_name=_("area"))
    starts_at = models.DateTimeField(_("starts"))
    place = models.CharField(_("place"), max_length=120)
    invitation = models.TextField(_("invitation"), max_length=2000)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("called by")
    )
    sent_at = models.DateTimeField(_("invitation sent to the circle"), null=True, blank=True, editable=False)
    moved_at = models.DateTimeField(_("moved after the invitation was sent"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("called off"), null=True, blank=True, editable=False)
    households_present = models.PositiveSmallIntegerField(_("households present"), null=True, blank=True)
    outcome = models.TextField(_("what was decided"), max_length=2000, blank=True)
    recorded_at = models.DateTimeField(_("result recorded"), null=True, blank=True, editable=False)
    form_token = models.CharField(max_length=32, unique=True, editable=False)

    objects: ClassVar[OfAreaQuerySet] = OfAreaQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("yearly meeting")
        verbose_name_plural = _("yearly meetings")
        ordering = ["-starts_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.area} {clock.local(self.starts_at):%Y-%m-%d}"

    @property
    def is_over(self) -> bool:
        """Whether it has begun, so that its result can be recorded."""
        return self.starts_at <= clock.now()

    @property
    def may_be_sent(self) -> bool:
        """Whether the circle waits for its invitation: it has got none, or one with another day, time or place."""
        return self.cancelled_at is None and not self.is_over and (self.sent_at is None or self.moved_at is not None)


class HouseholdCount(models.Model):
    """How many households an area had on a day. Numbers only: no household stands in any register."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="counts", verbose_name=_("area"))
    counted_on = models.DateField(_("counted"), default=clock.today)
    households = models.PositiveIntegerField(_("households"))
    joined = models.PositiveIntegerField(_("households that take part"))
    declined = models.PositiveIntegerField(_("households that decline"), default=0)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("counted by")
    )

    objects: ClassVar[OfAreaQuerySet] = OfAreaQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("household count")
        verbose_name_plural = _("household counts")
        ordering = ["-counted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(households__gte=F("joined") + F("declined")), name="count_parts_within_households"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.counted_on}"
