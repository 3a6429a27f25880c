"""The parts that the municipality is divided into for patrols."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neighbourhoods.models import District


class PatrolArea(models.Model):
    """A part of the municipality that a car sees to: one district or several. Together they cover all of it."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    districts = models.ManyToManyField(District, related_name="patrol_areas", verbose_name=_("districts"))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("patrol area")
        verbose_name_plural = _("patrol areas")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
