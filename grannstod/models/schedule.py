"""What volunteers wish, and the schedules proposed from it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import clock
from grannstod.lifecycle import ScheduleStatus
from grannstod.models.shifts import CrewMember, Shift
from grannstod.models.volunteers import Volunteer
from grannstod.querysets import ScheduleQuerySet

WORKING_DAYS = [(number, name) for number, name in WEEKDAYS.items() if number < 5]


class Wish(models.Model):
    """How a volunteer would like to drive. "Can't" and "at most" bind; the rest is met as far as it goes."""

    class Part(models.TextChoices):
        ANY = "any", pgettext_lazy("part of the day", "any time")
        MORNING = "morning", pgettext_lazy("part of the day", "only before noon")
        AFTERNOON = "afternoon", pgettext_lazy("part of the day", "only after noon")

    class SeatWish(models.TextChoices):
        EITHER = "either", pgettext_lazy("seat wished", "either")
        DRIVER = "driver", pgettext_lazy("seat wished", "rather drive")
        COMPANION = "companion", pgettext_lazy("seat wished", "rather sit beside")

    volunteer = models.OneToOneField(
        Volunteer, on_delete=models.CASCADE, related_name="wish", verbose_name=_("volunteer")
    )
    gladly = ArrayField(models.PositiveSmallIntegerField(choices=WORKING_DAYS), verbose_name=_("gladly"), default=list)
    never = ArrayField(models.PositiveSmallIntegerField(choices=WORKING_DAYS), verbose_name=_("can't"), default=list)
    part = models.CharField(_("time of day"), max_length=10, choices=Part, default=Part.ANY)
    seat = models.CharField(_("seat"), max_length=10, choices=SeatWish, default=SeatWish.EITHER)
    most = models.PositiveSmallIntegerField(
        _("at most in six weeks"), default=4, validators=[MinValueValidator(0), MaxValueValidator(30)]
    )
    partner = models.ForeignKey(
        Volunteer,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("gladly together with"),
    )
    away_from = models.DateField(_("away from"), null=True, blank=True)
    away_until = models.DateField(_("away until"), null=True, blank=True)

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        constraints = [
            models.CheckConstraint(
                condition=Q(away_from__isnull=True, away_until__isnull=True) | Q(away_until__gte=F("away_from")),
                name="away_until_after_from",
            ),
        ]

    def __str__(self) -> str:
        return str(self.volunteer_id)


class Schedule(models.Model):
    """A proposal for the shifts of some weeks: solved by a worker, looked at, changed by hand, then released."""

    first = models.DateField(_("from"))
    weeks = models.PositiveSmallIntegerField(
        _("weeks"), default=6, validators=[MinValueValidator(1), MaxValueValidator(26)]
    )
    status = models.CharField(
        _("status"), max_length=10, choices=ScheduleStatus, default=ScheduleStatus.WAITING, editable=False
    )
    # How far the worker has come: see `grannstod.figures.schedule.Progress`.
    progress = models.JSONField(default=dict, editable=False)
    gaps = models.JSONField(default=list, editable=False)
    # Who was taken off which shift by hand, [shift, volunteer]: not proposed for it again.
    taken_off = models.JSONField(default=list, editable=False)
    shown_at = models.DateTimeField(_("draft shown"), null=True, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    made_at = models.DateTimeField(default=clock.now, editable=False)
    moved_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[ScheduleQuerySet] = ScheduleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        ordering = ["-made_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(weeks__gte=1, weeks__lte=26), name="schedule_some_weeks")]

    def __str__(self) -> str:
        return f"{self.first:%Y-%m-%d}, {self.weeks}"


class ScheduleEvent(models.Model):
    """What happened to a schedule. Never edited."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(max_length=10, choices=ScheduleStatus, blank=True)
    moved_to = models.CharField(max_length=10, choices=ScheduleStatus)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("schedule event")
        verbose_name_plural = _("schedule events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.schedule_id}: {self.moved_to}"


class ProposedSeat(models.Model):
    """A seat as a schedule proposes it, with the reasons as codes. Chosen by hand, it stays when solved again."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="seats", verbose_name=_("schedule"))
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("shift"))
    seat = models.CharField(_("seat"), max_length=10, choices=CrewMember.Seat)
    volunteer = models.ForeignKey(
        Volunteer, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("volunteer")
    )
    by_hand = models.BooleanField(_("chosen by hand"), default=False)
    reasons = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("proposed seat")
        verbose_name_plural = _("proposed seats")
        ordering = ["shift__starts_at", "shift", "-seat"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "shift", "seat"], name="seat_proposed_once"),
            models.UniqueConstraint(fields=["schedule", "shift", "volunteer"], name="person_proposed_once_a_shift"),
        ]

    def __str__(self) -> str:
        return f"{self.shift_id}: {self.volunteer_id}"


class ShownSeat(models.Model):
    """Who was shown which shift in a draft, so that the release can say what became of it."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="shown", verbose_name=_("schedule"))
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="+", verbose_name=_("shift"))
    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="+", verbose_name=_("volunteer"))

    class Meta:
        verbose_name = _("shift shown in a draft")
        verbose_name_plural = _("shifts shown in drafts")
        ordering = ["shift__starts_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["schedule", "shift", "volunteer"], name="shown_once")]

    def __str__(self) -> str:
        return f"{self.shift_id}: {self.volunteer_id}"
