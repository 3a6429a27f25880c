"""When who drives with which car."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common import clock
from grannstod.models.areas import PatrolArea
from grannstod.models.routes import Route
from grannstod.models.volunteers import Volunteer
from grannstod.querysets import ShiftQuerySet


class TsTzRange(Func):
    """The time from the first moment up to, but not including, the last: shifts may follow on each other."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Car(models.Model):
    """A car for patrols: the municipality's or a sponsor's."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    owner = models.CharField(_("owner"), max_length=80, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("car")
        verbose_name_plural = _("cars")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """A time for a patrol: one car, two people. `ends_at` is the first moment after it."""

    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    car = models.ForeignKey(Car, on_delete=models.PROTECT, related_name="shifts", verbose_name=_("car"))
    route = models.ForeignKey(
        Route, on_delete=models.SET_NULL, null=True, blank=True, related_name="shifts", verbose_name=_("route")
    )
    patrol_area = models.ForeignKey(
        PatrolArea,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="shifts",
        verbose_name=_("patrol area"),
    )
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[ShiftQuerySet] = ShiftQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        ordering = ["starts_at", "pk"]
        permissions = [("plan_shifts", "Plan shifts")]
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="shift_ends_after_start"),
            # What a place on the crew refers to, so that its times can never differ from the shift's.
            models.UniqueConstraint(fields=["id", "starts_at", "ends_at"], name="shift_with_times"),
            ExclusionConstraint(
                name="no_car_in_two_shifts_at_once",
                expressions=[
                    ("car", RangeOperators.EQUAL),
                    (TsTzRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["ends_at", "starts_at"])]

    def __str__(self) -> str:
        return f"{clock.local(self.starts_at):%Y-%m-%d %H.%M}, {self.car}"


class CrewMember(models.Model):
    """One of the two seats of a shift. There are two seats and each holds one person: never three, never one twice.

    The times are the shift's own, held together by a foreign key over all three columns, so that the
    database itself refuses a person in two shifts at once.
    """

    class Seat(models.TextChoices):
        DRIVER = "driver", _("drives")
        COMPANION = "companion", _("beside the driver")

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="crew", verbose_name=_("shift"))
    volunteer = models.ForeignKey(
        Volunteer, on_delete=models.PROTECT, related_name="seats", verbose_name=_("volunteer")
    )
    seat = models.CharField(_("seat"), max_length=10, choices=Seat)
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    placed_at = models.DateTimeField(default=clock.now, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    week_mail_at = models.DateTimeField(null=True, blank=True, editable=False)
    day_mail_at = models.DateTimeField(null=True, blank=True, editable=False)
    was_absent = models.BooleanField(_("did not come"), default=False, editable=False)

    class Meta:
        verbose_name = _("place on a crew")
        verbose_name_plural = _("places on a crew")
        ordering = ["shift", "-seat"]
        constraints = [
            models.UniqueConstraint(fields=["shift", "seat"], name="one_person_per_seat"),
            models.CheckConstraint(condition=Q(seat__in=["driver", "companion"]), name="two_seats_in_the_car"),
            ExclusionConstraint(
                name="nobody_in_two_shifts_at_once",
                expressions=[
                    ("volunteer", RangeOperators.EQUAL),
                    (TsTzRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} ({self.seat})"
