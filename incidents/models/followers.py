"""Who has said "me too" of a report, with an address if they want to hear what happens."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from incidents.models.reports import Report


class Follower(models.Model):
    """Somebody who has seen the same. Nobody else learns of it; staff see how many there are."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="followers", verbose_name=_("report"))
    form_token = models.CharField(max_length=32, unique=True, editable=False)
    follow_hash = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=8, default="sv")
    joined_at = models.DateTimeField(_("joined"), default=clock.now)

    class Meta:
        verbose_name = _("follower of a report")
        verbose_name_plural = _("followers of reports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report}: {self.pk}"
