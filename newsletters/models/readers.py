"""Where a reader's figures are from, and how often an issue was opened in the archive. Nobody is watched."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from neighbourhoods.models import Area, District
from newsletters.models.issues import Issue
from post.models import Subscription


class ReaderPlace(models.Model):
    """The area or district whose figures a subscriber chose; without a row it is the whole municipality's."""

    subscription = models.OneToOneField(Subscription, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("area"))
    district = models.ForeignKey(
        District, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("district")
    )

    class Meta:
        verbose_name = _("reader's place")
        verbose_name_plural = _("readers' places")
        constraints = [models.CheckConstraint(condition=Q(area=None) | Q(district=None), name="reader_in_one_place")]

    def __str__(self) -> str:
        return f"{self.subscription_id}"


class ArchiveVisits(models.Model):
    """How many times an issue's page was opened in a day: a count, without who."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="visits")
    day = models.DateField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("visits in the archive")
        verbose_name_plural = _("visits in the archive")
        constraints = [models.UniqueConstraint(fields=["issue", "day"], name="visits_once_a_day")]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.day}"
