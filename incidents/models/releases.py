"""What is published of the counts: a month at a time, frozen. Nothing is ever changed or published anew.

A row without a count is one left out, so that nobody can be pointed at; see `figures.releasing`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock
from incidents.models.categories import Category
from neighbourhoods.models import Area, District


class Release(models.Model):
    """One month's counts as they were when the month was published."""

    month = models.DateField(_("month"), unique=True)
    made_at = models.DateTimeField(_("published"), default=clock.now)

    class Meta:
        verbose_name = _("published month")
        verbose_name_plural = _("published months")
        ordering = ["-month"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class ReleasedCount(models.Model):
    """One count of a published month. No category: all kinds; no place: the whole municipality."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="rows")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    is_outside = models.BooleanField(default=False)  # in no district
    count = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("published count")
        verbose_name_plural = _("published counts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["release", "category", "district", "area", "is_outside"],
                nulls_distinct=False,
                name="released_once",
            ),
            models.CheckConstraint(condition=Q(area=None) | Q(category=None), name="released_area_all_kinds"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.count}"
