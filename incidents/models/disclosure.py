"""Copies handed out to whoever asks for a public record: masked, gone through by a person, kept as they left."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from incidents.models.reports import Report


class Disclosure(models.Model):
    """One masked copy of a report that was handed out. Who asked need not say who they are, and is not kept."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="disclosures", verbose_name=_("report"))
    text = models.TextField(_("text as handed out"), max_length=12_000)
    reference = models.CharField(_("number of the request"), max_length=80, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("reviewed by")
    )
    form_token = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001  (NULL is not unique)
    at = models.DateTimeField(_("handed out"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("disclosure of a report")
        verbose_name_plural = _("disclosures of reports")
        ordering = ["-at", "-pk"]
        permissions = [("disclose_report", "Hand out masked copies of reports")]

    def __str__(self) -> str:
        return f"{self.report}: {self.pk}"
