"""Areas that have one head contact agent together."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from neighbourhoods.models.areas import Area
from neighbourhoods.querysets import GroupHeadQuerySet


class AreaGroup(models.Model):
    """A group of areas, such as the co-operatives round one square."""

    name = models.CharField(_("name"), max_length=120, unique=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("group of areas")
        verbose_name_plural = _("groups of areas")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class GroupedArea(models.Model):
    """An area's place in a group: an area is in one group at most."""

    group = models.ForeignKey(AreaGroup, on_delete=models.CASCADE, related_name="places", verbose_name=_("group"))
    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="in_group", verbose_name=_("area"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("area of a group")
        verbose_name_plural = _("areas of a group")
        ordering = ["area__name"]

    def __str__(self) -> str:
        return f"{self.group}: {self.area}"


class GroupHead(models.Model):
    """Who is head contact agent for a group of areas, for a period. Two at a time are impossible in the database."""

    group = models.ForeignKey(AreaGroup, on_delete=models.CASCADE, related_name="heads", verbose_name=_("group"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="group_headships", verbose_name=_("person")
    )
    period = DateRangeField(_("period"), help_text=_("From the first day up to, but not including, the last."))

    objects: ClassVar[GroupHeadQuerySet] = GroupHeadQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords(excluded_fields=["user"])

    class Meta:
        verbose_name = _("head of a group")
        verbose_name_plural = _("heads of groups")
        ordering = ["group", "-period"]
        constraints = [
            ExclusionConstraint(
                name="one_head_per_group_at_a_time",
                expressions=[("group", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("The group has a head contact agent in this period. Let that one end first."),
            )
        ]

    def __str__(self) -> str:
        # A row of the record's history names nobody.
        return f"{self.user if self.user_id else '–'}, {self.group}"

    @property
    def starts_on(self) -> date | None:
        """First day as head."""
        return self.period.lower if self.period else None

    @property
    def ends_on(self) -> date | None:
        """First day on which the person is no longer head, or None."""
        return self.period.upper if self.period else None

    @property
    def last_day(self) -> date | None:
        """Last day as head, or None."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None
