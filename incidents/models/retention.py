"""How long reports of a kind keep their words: what was decided, and what went because of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from incidents.models.categories import Category
from incidents.querysets import RetentionDecisionQuerySet


class RetentionDecision(models.Model):
    """A recorded decision. Never edited: a later one about the same kind takes its place."""

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="retention_decisions", verbose_name=_("category")
    )
    months = models.PositiveSmallIntegerField(
        _("months after closing"), validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    decided_on = models.DateField(_("decided"))
    reference = models.CharField(_("who decided, and the number of the decision"), max_length=200)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), default=clock.now, editable=False)

    objects: ClassVar[RetentionDecisionQuerySet] = RetentionDecisionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("decision on retention")
        verbose_name_plural = _("decisions on retention")
        ordering = ["-recorded_at", "-pk"]
        permissions = [("decide_retention", "Record how long reports are kept")]

    def __str__(self) -> str:
        return f"{self.category}: {self.months}"


class RetentionRun(models.Model):
    """What a night took because of a decision: numbers only, and they stay."""

    decision = models.ForeignKey(
        RetentionDecision, on_delete=models.PROTECT, related_name="runs", verbose_name=_("decision")
    )
    at = models.DateTimeField(_("when"), default=clock.now, editable=False)
    reports = models.PositiveIntegerField(_("reports"), default=0)
    photos = models.PositiveIntegerField(_("photos"), default=0)
    notes = models.PositiveIntegerField(_("notes"), default=0)
    messages = models.PositiveIntegerField(_("messages in the post"), default=0)

    class Meta:
        verbose_name = _("run of retention")
        verbose_name_plural = _("runs of retention")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.decision}: {self.reports}"
