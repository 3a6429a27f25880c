"""Who answers for an area, for which period."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common import clock
from neighbourhoods.models.areas import Area
from neighbourhoods.querysets import (
    ContactAgentQuerySet,
)


class ContactAgent(models.Model):
    """A contact agent's appointment (kontaktombud) in one area, for a period. The person is a User."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="appointments",
        verbose_name=_("person"),
    )
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="agents", verbose_name=_("area"))
    is_head = models.BooleanField(_("head contact agent"), default=False)
    period = DateRangeField(_("period"), help_text=_("From the first day up to, but not including, the last."))
    agrees_to_be_shown = models.BooleanField(_("agrees to be shown by name"), default=False)
    trained_on = models.DateField(_("basic course"), null=True, blank=True)

    objects: ClassVar[ContactAgentQuerySet] = ContactAgentQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords(excluded_fields=["user"])

    class Meta:
        verbose_name = _("contact agent")
        verbose_name_plural = _("contact agents")
        ordering = ["area", "-is_head", "pk"]
        constraints = [
            ExclusionConstraint(
                name="agent_once_per_area_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="one_head_per_area_at_a_time",
                expressions=[("area", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(is_head=True),
            ),
        ]

    def __str__(self) -> str:
        # A row of the record's history names nobody.
        return f"{self.user if self.user_id else '–'}, {self.area}"

    @property
    def starts_on(self) -> date | None:
        """First day of the appointment."""
        return self.period.lower if self.period else None

    @property
    def ends_on(self) -> date | None:
        """First day on which the appointment no longer holds, or None."""
        return self.period.upper if self.period else None

    @property
    def last_day(self) -> date | None:
        """Last day on which the appointment holds, or None."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None

    def is_current(self, day: date | None = None) -> bool:
        """Tell whether the appointment holds on a day (today by default)."""
        return bool(self.period) and (day or clock.today()) in self.period
