"""The parts an issue is built of."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsletters.models.issues import Issue


class Block(models.Model):
    """A part of an issue: a text, or figures of the reader's own district."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        STATISTICS = "statistics", _("figures for the reader's district")

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="blocks", verbose_name=_("issue"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.TEXT)
    heading = models.CharField(_("heading"), max_length=120)
    text = models.TextField(_("text (Markdown)"), max_length=8000, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.heading
