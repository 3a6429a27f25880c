"""What belongs to a meeting: who is invited, its minutes, numbered decisions, tasks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from common.signed_links import new_token
from holiday_calendar.models.years import CalendarItem


class Invitee(models.Model):
    """Somebody invited to a meeting. `sent_sequence` is the state of the meeting that was mailed last."""

    class Answer(models.TextChoices):
        NONE = "", _("no answer")
        YES = "yes", _("comes")
        NO = "no", _("can't come")

    meeting = models.ForeignKey(CalendarItem, on_delete=models.CASCADE, related_name="invitees")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), max_length=254)
    is_chair = models.BooleanField(_("chairs the meeting"), default=False)
    answer = models.CharField(
        _("answer"), max_length=4, choices=Answer, default=Answer.NONE, blank=True, editable=False
    )
    answered_at = models.DateTimeField(null=True, editable=False)
    link_key = models.CharField(max_length=40, default=new_token, editable=False)
    sent_sequence = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("person invited")
        verbose_name_plural = _("people invited")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "email"], name="invited_once_to_a_meeting")]

    def __str__(self) -> str:
        return self.name


class Minutes(models.Model):
    """The minutes of a meeting. `version` tells two writers apart; once approved they are never changed."""

    meeting = models.OneToOneField(CalendarItem, on_delete=models.CASCADE, related_name="minutes")
    text = models.TextField(_("minutes of a meeting"), max_length=20000, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("minutes of a meeting")
        verbose_name_plural = _("minutes of meetings")

    def __str__(self) -> str:
        return str(self.meeting)


class Decision(models.Model):
    """A decision of a meeting: numbered through the calendar year of the meeting, never renumbered."""

    meeting = models.ForeignKey(CalendarItem, on_delete=models.PROTECT, related_name="decisions")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("decision"), max_length=600)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-year", "-number"]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="decision_numbered_once_a_year")]

    def __str__(self) -> str:
        return f"{self.year}:{self.number}"


class MeetingTask(models.Model):
    """What somebody promised at a meeting, until when. Reminded of before and after it; then the chair is told.

    Where nobody chairs the meeting the office is, and the chair when there is one.
    """

    meeting = models.ForeignKey(CalendarItem, on_delete=models.PROTECT, related_name="tasks")
    text = models.CharField(_("task"), max_length=300)
    owner_name = models.CharField(_("responsible"), max_length=120)
    owner_email = models.EmailField(_("e-mail address"), max_length=254)
    due = models.DateField(_("to be done by"))
    done_at = models.DateTimeField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    owner_told_at = models.DateTimeField(null=True, editable=False)
    chair_told_at = models.DateTimeField(null=True, editable=False)
    office_told_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("task of a meeting")
        verbose_name_plural = _("tasks of meetings")
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["done_at", "due"])]

    def __str__(self) -> str:
        return self.text

    @property
    def is_late(self) -> bool:
        """Tell whether its day has passed while it is open."""
        return self.done_at is None and self.due < clock.today()
