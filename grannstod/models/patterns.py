"""What an ordinary week of patrols looks like."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from grannstod.models.areas import PatrolArea
from grannstod.models.routes import Route
from grannstod.models.shifts import Car


class ShiftPattern(models.Model):
    """A shift that comes back every week: the template that six weeks of shifts are laid out from."""

    weekday = models.PositiveSmallIntegerField(
        _("weekday"), choices=list(WEEKDAYS.items()), validators=[MinValueValidator(0), MaxValueValidator(6)]
    )
    begins = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))
    car = models.ForeignKey(Car, on_delete=models.PROTECT, related_name="patterns", verbose_name=_("car"))
    route = models.ForeignKey(
        Route, on_delete=models.SET_NULL, null=True, blank=True, related_name="patterns", verbose_name=_("route")
    )
    patrol_area = models.ForeignKey(
        PatrolArea,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="patterns",
        verbose_name=_("patrol area"),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("shift of an ordinary week")
        verbose_name_plural = _("shifts of an ordinary week")
        ordering = ["weekday", "begins", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(begins__lt=F("ends")), name="pattern_ends_after_start"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="pattern_on_a_weekday"),
            models.UniqueConstraint(fields=["weekday", "begins", "car"], name="pattern_once_a_car"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.begins:%H.%M}-{self.ends:%H.%M}, {self.car}"
