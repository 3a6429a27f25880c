"""What agents have ticked off their list of the month, and how they want to be reached."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from neighbourhoods.models.areas import Area


class TaskDone(models.Model):
    """A task of a month that somebody in an area has done: it is done for all of the area's agents."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="tasks_done", verbose_name=_("area"))
    key = models.CharField(_("task"), max_length=60, help_text=_("A code, such as meeting or letter:12."))
    month = models.DateField(_("month"), help_text=_("Its first day."))
    minutes = models.PositiveSmallIntegerField(_("minutes"), help_text=_("Our estimate when it was done."))
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("done by")
    )
    done_at = models.DateTimeField(_("done"), default=clock.now)

    class Meta:
        verbose_name = _("task done")
        verbose_name_plural = _("tasks done")
        ordering = ["-done_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["area", "month", "key"], name="task_done_once_a_month")]

    def __str__(self) -> str:
        return f"{self.area}: {self.key}"


class AgentChannels(models.Model):
    """How an agent wants to be reached. Without a row: by mail only, as everybody is asked when appointed."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="agent_channels", verbose_name=_("person")
    )
    by_sms = models.BooleanField(_("SMS when it is urgent"), default=False)
    quiet_from = models.TimeField(_("quiet from"), default=time(21))
    quiet_until = models.TimeField(_("quiet until"), default=time(8))

    class Meta:
        verbose_name = _("agent's channels")
        verbose_name_plural = _("agents' channels")

    def __str__(self) -> str:
        return f"{self.user_id}"

    def is_quiet(self, at: time) -> bool:
        """Tell whether a wall-clock time lies in the person's own quiet hours; equal times mean none."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until
