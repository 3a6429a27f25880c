"""Photos of reports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from incidents.models.reports import Report


def small_name(name: str) -> str:
    """Return where the small picture of a stored photo is."""
    return name.removesuffix(".jpg") + "-small.jpg"


class Photo(models.Model):
    """A photo of a report: re-encoded, without metadata, under a private name nobody can guess."""

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, null=True, related_name="photos", verbose_name=_("report")
    )
    # A photo that came with a form that had errors waits here for the form to come again; tidied after a day.
    form_token = models.CharField(max_length=32, blank=True, db_index=True, editable=False)
    name = models.CharField(_("stored as"), max_length=120, unique=True, editable=False)
    has_thumbnail = models.BooleanField(_("has a small picture"), default=False, editable=False)
    width = models.PositiveIntegerField(_("width in pixels"))
    height = models.PositiveIntegerField(_("height in pixels"))
    released_at = models.DateTimeField(_("released"), null=True, blank=True, editable=False)
    added_at = models.DateTimeField(_("added"), default=clock.now)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report}: {self.pk}"

    @property
    def small_name(self) -> str:
        """Where its small picture is stored, once a worker has made it."""
        return small_name(self.name)

    @property
    def token(self) -> str:
        """The unguessable part of its address."""
        return self.name.rsplit("/", 1)[-1].removesuffix(".jpg")
