"""How many reports there are, counted by week: kept by the database itself, so that a million are read as fast as few.

Triggers note every change of what is counted as a row of `CountChange`; a fold adds the rows to `WeekCount`. Readers
add what is not folded yet (`figures.situation`): a figure is right at once, and nobody waits for another's lock.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class WeekCount(models.Model):
    """How many reports of a week are seen from one side. `key` says what of that side; see `figures.situation`."""

    class Face(models.IntegerChoices):
        """A side that reports are counted from, and what `key` is there."""

        PLACE = 1, _("kind and district")
        AREA = 2, _("area")
        HOUR = 3, _("weekday and hour")
        WIDE = 4, _("large square")
        SQUARE = 5, _("square")
        CLOSED = 6, _("how long it took")

    face = models.SmallIntegerField(_("seen from"), choices=Face)
    # Monday, in Stockholm, of the week the report came in; of the week it was closed for `CLOSED`.
    week = models.DateField(_("week"))
    category_id = models.BigIntegerField(_("category"), default=0)  # 0 where all kinds are counted together
    key = models.BigIntegerField(_("what"), default=0)
    count = models.IntegerField(_("reports"))

    class Meta:
        verbose_name = _("count of a week")
        verbose_name_plural = _("counts of weeks")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["face", "week", "category_id", "key"], name="week_count_once")]

    def __str__(self) -> str:
        return f"{self.get_face_display()} {self.week} {self.key}: {self.count}"


class CountChange(models.Model):
    """One report more (+1) or less (-1) with what it is counted by, not yet folded. Written by triggers only."""

    sign = models.SmallIntegerField()
    category_id = models.BigIntegerField()
    district_id = models.BigIntegerField(null=True)
    area_id = models.BigIntegerField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("change of the counts")
        verbose_name_plural = _("changes of the counts")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.sign:+d} {self.received_at}"
