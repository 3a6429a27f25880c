"""What handlers keep for their own work: filters of the queue, and texts used again and again."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.querysets import SavedFilterQuerySet, StandardTextQuerySet


class SavedFilter(models.Model):
    """A filter of the queue under a name, for the one who saved it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("whose")
    )
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filter"), max_length=600)

    objects: ClassVar[SavedFilterQuerySet] = SavedFilterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="filter_once")]

    def __str__(self) -> str:
        return self.name


class StandardText(models.Model):
    """An answer used again and again. Words in braces are filled in from the report: see `services.standard_texts`."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    text = models.TextField(_("text"), max_length=3000)
    english = models.TextField(_("text in English, for those who report in English"), max_length=3000, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects: ClassVar[StandardTextQuerySet] = StandardTextQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("standard text")
        verbose_name_plural = _("standard texts")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
