"""Who does what, where: the measures of departments and organisations."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common import clock
from neighbourhoods.models.areas import Area
from neighbourhoods.models.organisations import Organisation
from neighbourhoods.models.places import District
from neighbourhoods.querysets import MeasureQuerySet


class Measure(models.Model):
    """What one organisation does against crime and for safety, in one area or a whole district, since when."""

    class Kind(models.TextChoices):
        CAMERA = "camera", _("camera")
        ALARM = "alarm", _("alarm")
        LIGHTING = "lighting", _("lighting")
        MECHANICAL = "mechanical", _("mechanical protection")
        PERSONAL = "personal", _("personal protection")
        GUARDS = "guards", _("guard rounds")
        NIGHT_WALKERS = "night_walkers", _("night walkers")
        SAFE_SCHOOL = "safe_school", _("safe school")
        BUILDING = "building", _("building guidelines")
        HOLIDAY = "holiday", _("holiday activities")
        SOCIAL_CARE = "social_care", _("social care")
        GRANNSTOD = "grannstod", _("Grannstöd")
        OTHER = "other", _("something else")

    class Approach(models.TextChoices):
        """Social prevention works on why people offend, situational on how easily it is done."""

        SOCIAL = "social", _("social")
        SITUATIONAL = "situational", _("situational")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="measures", verbose_name=_("who")
    )
    kind = models.CharField(_("what"), max_length=16, choices=Kind)
    approach = models.CharField(_("prevention"), max_length=12, choices=Approach)
    area = models.ForeignKey(
        Area, on_delete=models.CASCADE, null=True, blank=True, related_name="measures", verbose_name=_("area")
    )
    district = models.ForeignKey(
        District,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("whole district"),
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day; empty while it goes on."))
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("Where exactly, how much. No names."))
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[MeasureQuerySet] = MeasureQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["-since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=True) ^ Q(district__isnull=True), name="measure_in_area_or_district"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="measure_ends_after_start"),
        ]
        indexes = [models.Index(fields=["kind", "since"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.organisation}"

    @property
    def place(self) -> str:
        """Return where: the area, or the district as a whole."""
        return str(self.area or self.district or "")

    def goes_on(self, day: date | None = None) -> bool:
        """Tell whether the measure goes on that day (today by default)."""
        on = day or clock.today()
        return self.since <= on and (self.until is None or on <= self.until)
