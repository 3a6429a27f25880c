"""Cases of areas that fell asleep: the suggested steps, what was noted, how it ended."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import clock
from neighbourhoods.lifecycle import RevivalStatus
from neighbourhoods.models.areas import Area
from neighbourhoods.querysets import RevivalCaseQuerySet


class RevivalCase(models.Model):
    """Somebody's work to wake one area. At most one stands open for an area."""

    class Outcome(models.TextChoices):
        REVIVED = "revived", _("the area is awake again")
        RESTING = "resting", _("it may rest until a day")
        CLOSED = "closed", _("the area has closed for good")
        MISTAKEN = "mistaken", _("it was alive all along")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="revivals", verbose_name=_("area"))
    status = models.CharField(
        _("status"), max_length=8, choices=RevivalStatus, default=RevivalStatus.WAITING, editable=False
    )
    opened_on = models.DateField(_("opened on"), default=clock.today, editable=False)
    closed_on = models.DateField(pgettext_lazy("revival", "closed on"), null=True, editable=False)
    outcome = models.CharField(_("how it ended"), max_length=8, choices=Outcome, blank=True, editable=False)
    rest_until = models.DateField(_("rests until"), null=True, editable=False)

    objects: ClassVar[RevivalCaseQuerySet] = RevivalCaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("revival case")
        verbose_name_plural = _("revival cases")
        ordering = ["-opened_on", "-pk"]
        permissions = [("handle_revival", "Handle areas that have fallen asleep")]
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=~Q(status=RevivalStatus.DONE), name="one_open_revival_an_area"
            )
        ]
        indexes = [models.Index(fields=["status", "opened_on"])]

    def __str__(self) -> str:
        return f"{self.area} {self.opened_on}"

    @property
    def is_open(self) -> bool:
        """Tell whether the case is still somebody's work."""
        return self.status != RevivalStatus.DONE


class RevivalStep(models.Model):
    """One suggested step of a case, done on a day or not yet."""

    class Key(models.TextChoices):
        CALL = "call", _("Call the contact agent and ask how it is")
        RECRUIT = "recruit", _("Ask the interested neighbours whether one of them wants to be contact agent")
        HEAD_AGENT = "head_agent", _("Ask the head contact agent to visit")
        MEETING = "meeting", _("Help to hold a yearly meeting: offer a date, a place and an invitation")
        COURSE = "course", _("Offer a place on the next basic course")
        SIGNS = "signs", _("Go round and look at the signs")
        LETTER = "letter", _("Put a letter in the neighbours' letterboxes")

    case = models.ForeignKey(RevivalCase, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=12, choices=Key)
    place = models.PositiveSmallIntegerField(default=0)
    done_on = models.DateField(_("done"), null=True)

    class Meta:
        verbose_name = _("step of a revival")
        verbose_name_plural = _("steps of a revival")
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="step_once_a_case")]

    def __str__(self) -> str:
        return str(self.get_key_display())


class RevivalNote(models.Model):
    """What somebody wrote down about a case."""

    case = models.ForeignKey(RevivalCase, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("note"), max_length=2_000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("note of a revival")
        verbose_name_plural = _("notes of a revival")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.case}: {self.at:%Y-%m-%d}"


class RevivalEvent(models.Model):
    """What happened to a case's status. Never edited; codes and ids only."""

    case = models.ForeignKey(RevivalCase, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(max_length=8, choices=RevivalStatus, blank=True)
    moved_to = models.CharField(max_length=8, choices=RevivalStatus)
    reason = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("event of a revival")
        verbose_name_plural = _("events of a revival")
        ordering = ["at", "pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.case}: {self.moved_to}"
