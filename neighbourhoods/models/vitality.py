"""Signs of life, the rule that reads them, and how each area was when it was last looked at."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from common import clock
from neighbourhoods.models.areas import Area
from neighbourhoods.querysets import VitalityRuleQuerySet


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


class VitalityRule(models.Model):
    """One version of how vitality is read. What has been published is never edited; the highest published holds."""

    number = models.PositiveIntegerField(_("version"), unique=True, editable=False)
    quiet_below = models.PositiveSmallIntegerField(_("quiet below"), help_text=_("Points of 100."))
    dormant_below = models.PositiveSmallIntegerField(_("dormant below"), help_text=_("Points of 100."))
    silent_days = models.PositiveSmallIntegerField(
        _("dormant only after (days of silence)"),
        default=183,
        help_text=_("However few its points, an area heard of more recently is not called dormant."),
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("begun"), default=clock.now, editable=False)

    objects: ClassVar[VitalityRuleQuerySet] = VitalityRuleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("vitality rule")
        verbose_name_plural = _("vitality rules")
        ordering = ["-number"]
        permissions = [("tune_vitality", "Change the rule of vitality")]
        constraints = [
            models.CheckConstraint(
                condition=Q(dormant_below__lte=F("quiet_below"), quiet_below__lte=100), name="rule_limits_in_order"
            ),
            models.UniqueConstraint(Value(1), condition=Q(published_at=None), name="rule_one_draft"),
        ]

    def __str__(self) -> str:
        return str(_("version %(number)s") % {"number": self.number})

    @property
    def is_draft(self) -> bool:
        """Tell whether the version may still be edited."""
        return self.published_at is None


class VitalitySignal(models.Model):
    """What one signal counts for in a version: whole weight while fresh, then less each day, nothing once stale."""

    class Name(models.TextChoices):
        CONTACT = "contact", _("Last sign of life from the area")
        MEETING = "meeting", _("Yearly meeting")
        TRAINING = "training", _("Agents who have taken the basic course")
        SIGN_CHECK = "sign_check", _("Signs checked")
        AGENTS = "agents", _("A contact agent is in place")
        PASSED_ON = "passed_on", _("Newsletters passed on")

    rule = models.ForeignKey(VitalityRule, on_delete=models.CASCADE, related_name="signals")
    name = models.CharField(_("signal"), max_length=12, choices=Name)
    weight = models.PositiveSmallIntegerField(_("weight"))
    fresh_days = models.PositiveSmallIntegerField(_("counts whole for (days)"), default=0)
    stale_days = models.PositiveSmallIntegerField(_("counts nothing after (days)"), default=0)

    class Meta:
        verbose_name = _("signal of vitality")
        verbose_name_plural = _("signals of vitality")
        ordering = ["-weight", "name"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "name"], name="signal_once_a_rule"),
            models.CheckConstraint(condition=Q(fresh_days__lte=F("stale_days")), name="signal_fresh_before_stale"),
        ]

    def __str__(self) -> str:
        return str(self.get_name_display())

    @property
    def is_dated(self) -> bool:
        """Tell whether the signal grows old; the others are so or not so today."""
        return self.name not in (self.Name.TRAINING, self.Name.AGENTS)


class AreaVitality(models.Model):
    """How an area was the last night it was looked at, and what that was read from. Written by the scoring only."""

    class Word(models.TextChoices):
        ALIVE = "alive", _("alive")
        QUIET = "quiet", _("quiet")
        DORMANT = "dormant", _("dormant")

    area = models.OneToOneField(Area, on_delete=models.CASCADE, primary_key=True, related_name="vitality")
    score = models.PositiveSmallIntegerField(_("points"))
    word = models.CharField(_("how it is"), max_length=8, choices=Word)
    since = models.DateField(_("since"))
    rule = models.ForeignKey(VitalityRule, on_delete=models.PROTECT, related_name="+")
    scored_on = models.DateField(_("looked at"))
    contact_on = models.DateField(_("last sign of life"), null=True)
    meeting_on = models.DateField(_("last yearly meeting"), null=True)
    sign_check_on = models.DateField(_("signs checked"), null=True)
    passed_on_on = models.DateField(_("newsletter passed on"), null=True)
    agents = models.PositiveSmallIntegerField(_("contact agents"))
    agents_trained = models.PositiveSmallIntegerField(_("trained agents"))

    class Meta:
        verbose_name = _("vitality of an area")
        verbose_name_plural = _("vitality of areas")
        indexes = [models.Index(fields=["word", "score"])]

    def __str__(self) -> str:
        return f"{self.area}: {self.get_word_display()} ({self.score})"


class VitalityChange(models.Model):
    """A night on which an area was read as something else than before: the history, a row a change."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="vitality_changes")
    on = models.DateField(_("day"))
    word = models.CharField(_("how it is"), max_length=8, choices=AreaVitality.Word)
    score = models.PositiveSmallIntegerField(_("points"))
    rule = models.ForeignKey(VitalityRule, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("change of vitality")
        verbose_name_plural = _("changes of vitality")
        ordering = ["-on", "-pk"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["area", "on"], name="vitality_change_once_a_day")]

    def __str__(self) -> str:
        return f"{self.area}: {self.get_word_display()} {self.on}"


class CountedChange(models.Model):
    """That something changed by which the areas are counted. Triggers of the database write it, as `BorderChange`.

    An area entered, deleted, moved in its life or to another district, touched; an agent appointed or ended; a
    night's reading. Whoever holds the counts in memory asks for the newest (`figures.vitality`).
    """

    class Meta:
        verbose_name = _("change of the counts of areas")
        verbose_name_plural = _("changes of the counts of areas")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
