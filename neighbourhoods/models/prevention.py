"""The "Fool the thief" checklist: its texts in versions, and how often each answer was given. Nobody is remembered."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock
from neighbourhoods.querysets import ChecklistVersionQuerySet


class ChecklistVersion(models.Model):
    """One version of the checklist's texts in one language. What has been published is never edited."""

    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="sv")
    number = models.PositiveIntegerField(_("version"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("begun"), default=clock.now, editable=False)

    objects: ClassVar[ChecklistVersionQuerySet] = ChecklistVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("version of the checklist")
        verbose_name_plural = _("versions of the checklist")
        ordering = ["language", "-number"]
        permissions = [("edit_checklist", "Edit and publish the prevention checklist")]
        constraints = [
            models.UniqueConstraint(fields=["language", "number"], name="checklist_number_once"),
            models.UniqueConstraint(fields=["language"], condition=Q(published_at=None), name="checklist_one_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.get_language_display()} {self.number}"

    @property
    def is_draft(self) -> bool:
        """Tell whether the version may still be edited."""
        return self.published_at is None


class ChecklistItem(models.Model):
    """One question of a version, and the advice for those who answer no."""

    class Topic(models.TextChoices):
        """What protects a home. Source: the municipality's training of 2011, "fooling the thief"."""

        ALARM_DETER = "alarm_deter", _("Alarm that deters")
        ALARM_SCARE = "alarm_scare", _("Alarm that scares")
        DOORS = "doors", _("Doors")
        WINDOWS = "windows", _("Windows")
        LOCKS = "locks", _("Locks")
        BARS = "bars", _("Bars and shutters")
        MARKING = "marking", _("Marking")
        REGISTERING = "registering", _("Registering")
        TRICKS = "tricks", _("Tricks")
        CARE = "care", _("Care")
        ATTENTION = "attention", _("Attention")
        WITNESS = "witness", _("Alert and witness")

    version = models.ForeignKey(ChecklistVersion, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(_("key"), max_length=40, help_text=_("Stays the same from version to version."))
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    place = models.PositiveSmallIntegerField(_("order"), default=0)
    question = models.CharField(_("question"), max_length=200)
    advice = models.CharField(_("advice"), max_length=500)

    class Meta:
        verbose_name = _("question of the checklist")
        verbose_name_plural = _("questions of the checklist")
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="checklist_key_once")]

    def __str__(self) -> str:
        return self.question


class ChecklistCount(models.Model):
    """How often a question got an answer in a month. All that is kept of those who went through the list."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        SKIP = "skip", _("Does not apply")

    month = models.DateField(_("month"), help_text=_("Its first day."))
    key = models.CharField(_("key"), max_length=40)
    answer = models.CharField(_("answer"), max_length=4, choices=Answer)
    times = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("count of the checklist")
        verbose_name_plural = _("counts of the checklist")
        ordering = ["-month", "key", "answer"]
        constraints = [models.UniqueConstraint(fields=["month", "key", "answer"], name="checklist_count_once")]

    def __str__(self) -> str:
        return f"{self.month} {self.key} {self.answer}: {self.times}"
