"""An issue's words in other languages than the one it is written in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsletters.models.blocks import Block
from newsletters.models.issues import Issue
from newsletters.models.writing import by_account


class IssueTranslation(models.Model):
    """Heading and preamble in one language. Without one, its readers get the issue as it was written, and are told."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=8)
    title = models.CharField(_("heading"), max_length=160)
    preamble = models.TextField(_("preamble"), max_length=600, blank=True)
    # The version of the issue that was translated: a later one shows that something may have changed since.
    of_version = models.PositiveIntegerField(default=0)
    written_by = by_account()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [models.UniqueConstraint(fields=["issue", "language"], name="issue_translated_once")]

    def __str__(self) -> str:
        return f"{self.issue_id}/{self.language}"


class BlockTranslation(models.Model):
    """One block's words in one language."""

    block = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=8)
    heading = models.CharField(_("heading"), max_length=120)
    text = models.TextField(_("text (Markdown)"), max_length=8000, blank=True)
    alternative = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    written_by = by_account()

    class Meta:
        verbose_name = _("translated block")
        verbose_name_plural = _("translated blocks")
        constraints = [models.UniqueConstraint(fields=["block", "language"], name="block_translated_once")]

    def __str__(self) -> str:
        return f"{self.block_id}/{self.language}"
