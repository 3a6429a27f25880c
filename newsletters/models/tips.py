"""The library that the tip of the month is taken from. Which issue used which stands in the issues' blocks."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsletters.querysets import TipQuerySet

_MONTH = [MinValueValidator(1), MaxValueValidator(12)]


class Tip(models.Model):
    """A tip that can be used again some year later. Its months say when it fits; none say that it always does."""

    title = models.CharField(_("heading"), max_length=120, unique=True)
    text = models.TextField(_("text (Markdown)"), max_length=2000)
    first_month = models.PositiveSmallIntegerField(_("fits from month"), null=True, blank=True, validators=_MONTH)
    last_month = models.PositiveSmallIntegerField(_("to month"), null=True, blank=True, validators=_MONTH)
    is_active = models.BooleanField(_("offered to editors"), default=True)

    objects: ClassVar[TipQuerySet] = TipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("tip")
        verbose_name_plural = _("tips")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def fits(self, month: int) -> bool:
        """Tell whether the tip is of a month's season; a season may run over the new year."""
        if self.first_month is None or self.last_month is None:
            return True
        if self.first_month <= self.last_month:
            return self.first_month <= month <= self.last_month
        return month >= self.first_month or month <= self.last_month
