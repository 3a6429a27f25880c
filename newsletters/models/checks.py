"""What was found when an issue was looked through before its approval."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from newsletters.models.issues import Issue


class Check(models.Model):
    """The latest look-through of an issue: of which version, and what was found, as codes with what they are about.

    The row is the question and the answer: a worker that was never woken finds it unanswered.
    """

    issue = models.OneToOneField(Issue, on_delete=models.CASCADE, related_name="check_row")
    version = models.PositiveIntegerField()
    asked_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)
    findings = models.JSONField(default=list)

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")

    def __str__(self) -> str:
        return f"{self.issue_id}/{self.version}"
