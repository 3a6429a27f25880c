"""Signs of life: what an area has done, a row a kind and day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neighbourhoods.models.areas import Area


class AreaActivity(models.Model):
    """Something an area did, or that was done there. Kind and day only: who did it stands where it was done."""

    class Kind(models.TextChoices):
        ANSWER = "answer", _("answer from the agent")
        MEETING = "meeting", _("yearly meeting")
        TRAINING = "training", _("training")
        SIGN_CHECK = "sign_check", _("signs checked")
        PASSED_ON = "passed_on", _("newsletter passed on")
        REPORT = "report", _("report from the agent")
        NOTE = "note", _("note to the neighbours")
        COUNT = "count", _("households counted")
        WELCOME = "welcome", _("newcomer welcomed")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="activities", verbose_name=_("area"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    on = models.DateField(_("day"))
    source = models.CharField(_("source"), max_length=40, blank=True, help_text=_("A code, never a name."))

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")
        ordering = ["-on", "pk"]
        constraints = [models.UniqueConstraint(fields=["area", "kind", "on"], name="activity_once_a_day")]

    def __str__(self) -> str:
        return f"{self.area}: {self.get_kind_display()} {self.on}"
