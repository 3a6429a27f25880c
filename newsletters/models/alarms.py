"""What has been said, and to how many, about an issue that runs late."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from newsletters.models.issues import Issue


class Alarm(models.Model):
    """One alarm about one missed date. The database holds that each is raised once; never edited."""

    class Kind(models.TextChoices):
        TEXT = "text", _("the text is late")
        APPROVAL = "approval", _("the approval is late")
        SENDING = "sending", _("the sending time has passed")
        OVERDUE = "overdue", _("long overdue: not sent without asking")
        STALLED = "stalled", _("the sending has come to a stop")

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="alarms", verbose_name=_("issue"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    step = models.PositiveSmallIntegerField(_("step"), help_text=_("1 to those nearest, 2 when it is still late."))
    # The date that was missed: a new date for the issue is a new promise, and has alarms of its own.
    due = models.DateTimeField(_("missed"))
    people = models.PositiveSmallIntegerField(_("people told"))
    at = models.DateTimeField(_("raised"), default=clock.now)

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["issue", "kind", "step", "due"], name="alarm_raised_once")]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.kind} {self.step}"
