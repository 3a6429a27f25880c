"""Grannstöd: volunteers who patrol two by two, observe and report, and never intervene.

No field for a person who is suspected exists anywhere here, and none may be added (GDPR article 10 and
secrecy law): places and situations only. A test over the schema holds it.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from common import clock
from common.private_files import secret_name
from grannstod.lifecycle import PatrolStatus, VolunteerStatus
from grannstod.querysets import ObservationQuerySet, PatrolQuerySet, ShiftQuerySet, VolunteerQuerySet
from incidents.models import Category, Report
from neighbourhoods.models import District


class TsTzRange(Func):
    """The time from the first moment up to, but not including, the last: shifts may follow on each other."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Volunteer(models.Model):
    """A person who takes part in Grannstöd. The person is a User; here stands only what the task needs."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="volunteer", verbose_name=_("person")
    )
    status = models.CharField(
        _("status"), max_length=12, choices=VolunteerStatus, default=VolunteerStatus.APPLIED, editable=False
    )
    is_driver = models.BooleanField(_("drives"), default=False, help_text=_("Driving licence has been checked."))
    clearance_until = models.DateField(
        _("secrecy clearance until"), null=True, blank=True, help_text=_("Needed to visit a victim of crime.")
    )
    joined_on = models.DateField(_("since"), default=clock.today)
    wants_texts = models.BooleanField(_("text message the day before a shift"), default=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[VolunteerQuerySet] = VolunteerQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        ordering = ["user__full_name", "pk"]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def has_clearance(self) -> bool:
        """Tell whether the secrecy clearance holds today; its last day is included."""
        return self.clearance_until is not None and clock.today() <= self.clearance_until


class VolunteerEvent(models.Model):
    """What happened to a volunteer's status. Never edited; codes and ids only."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(max_length=12, choices=VolunteerStatus, blank=True)
    moved_to = models.CharField(max_length=12, choices=VolunteerStatus)
    reason = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("volunteer event")
        verbose_name_plural = _("volunteer events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.volunteer_id}: {self.moved_to}"


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


class Route(models.Model):
    """A route that a patrol follows. A change takes effect on the next patrol, never during one."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    districts = models.ManyToManyField(District, blank=True, related_name="routes", verbose_name=_("districts"))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("route")
        verbose_name_plural = _("routes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RouteStop(models.Model):
    """A place on a route, and what to look at there."""

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="stops", verbose_name=_("route"))
    position = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("place"), max_length=120)
    hint = models.CharField(_("what to look at"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("place on a route")
        verbose_name_plural = _("places on a route")
        ordering = ["route", "position"]
        constraints = [models.UniqueConstraint(fields=["route", "position"], name="route_stop_order_once")]

    def __str__(self) -> str:
        return self.name


class StepKind(models.TextChoices):
    """When a step is done."""

    BEFORE = "before", _("before the drive")
    PLACE = "place", _("on the way")
    AFTER = "after", _("before you end")


class ChecklistLine(models.Model):
    """One line of the checklist that every patrol gets a copy of when it starts."""

    kind = models.CharField(_("when"), max_length=8, choices=[c for c in StepKind.choices if c[0] != "place"])
    position = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("text"), max_length=120)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("checklist line")
        verbose_name_plural = _("checklist lines")
        ordering = ["-kind", "position"]
        constraints = [models.UniqueConstraint(fields=["kind", "position"], name="checklist_order_once")]

    def __str__(self) -> str:
        return self.text


class Shift(models.Model):
    """A time for a patrol: one car, two people. `ends_at` is the first moment after it."""

    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    car = models.ForeignKey(Car, on_delete=models.PROTECT, related_name="shifts", verbose_name=_("car"))
    route = models.ForeignKey(
        Route, on_delete=models.SET_NULL, null=True, blank=True, related_name="shifts", verbose_name=_("route")
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
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)

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


class Patrol(models.Model):
    """What became of a shift: started, driven, ended. One shift has one patrol."""

    shift = models.OneToOneField(Shift, on_delete=models.PROTECT, related_name="patrol", verbose_name=_("shift"))
    status = models.CharField(
        _("status"), max_length=12, choices=PatrolStatus, default=PatrolStatus.UNDERWAY, editable=False
    )
    started_at = models.DateTimeField(pgettext_lazy("patrol", "started"), default=clock.now)
    ended_at = models.DateTimeField(pgettext_lazy("patrol", "ended"), null=True, blank=True)
    km = models.PositiveSmallIntegerField(_("kilometres"), null=True, blank=True, validators=[MaxValueValidator(1000)])
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[PatrolQuerySet] = PatrolQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("patrol")
        verbose_name_plural = _("patrols")
        ordering = ["-started_at", "-pk"]
        permissions = [("use_patrol", "Take part in patrols"), ("see_all_patrols", "See every patrol")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=PatrolStatus.UNDERWAY, ended_at__isnull=True)
                | Q(status__in=[PatrolStatus.ENDED, PatrolStatus.BROKEN_OFF], ended_at__gte=F("started_at")),
                name="patrol_ended_has_time",
            ),
            models.CheckConstraint(condition=Q(km__isnull=True) | Q(km__lte=1000), name="patrol_km_likely"),
        ]

    def __str__(self) -> str:
        return f"{clock.local(self.started_at):%Y-%m-%d %H.%M}"


class PatrolEvent(models.Model):
    """What happened to a patrol. Never edited; codes and ids only."""

    patrol = models.ForeignKey(Patrol, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(max_length=12, choices=PatrolStatus, blank=True)
    moved_to = models.CharField(max_length=12, choices=PatrolStatus)
    reason = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("patrol event")
        verbose_name_plural = _("patrol events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.patrol_id}: {self.moved_to}"


class PatrolStep(models.Model):
    """A place to visit or a line of the checklist, copied when the patrol started: a template may change meanwhile."""

    patrol = models.ForeignKey(Patrol, on_delete=models.CASCADE, related_name="steps", verbose_name=_("patrol"))
    kind = models.CharField(_("when"), max_length=8, choices=StepKind)
    position = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("text"), max_length=120)
    hint = models.CharField(_("what to look at"), max_length=200, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("step of a patrol")
        verbose_name_plural = _("steps of a patrol")
        ordering = ["patrol", "position"]
        constraints = [models.UniqueConstraint(fields=["patrol", "kind", "position"], name="patrol_step_once")]

    def __str__(self) -> str:
        return self.name


def photo_path(_observation: Observation, _name: str) -> str:
    """Return where an observation's photo is kept: under a name that nobody can guess."""
    return secret_name("observations", ".jpg")


class Observation(models.Model):
    """What a patrol saw: a place and a situation, never a person. It ends in exactly one outcome."""

    class Outcome(models.TextChoices):
        POLICE = "police", _("police")
        FAULT_REPORT = "fault_report", _("fault report")
        LOG_ONLY = "log_only", _("log only")

    patrol = models.ForeignKey(Patrol, on_delete=models.PROTECT, related_name="observations", verbose_name=_("patrol"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="observations", verbose_name=_("what it is about")
    )
    text = models.TextField(_("what you see"), max_length=2000)
    place = models.CharField(_("place"), max_length=200, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    photo = models.FileField(_("photo"), upload_to=photo_path, max_length=120, blank=True)
    outcome = models.CharField(_("what happens with it"), max_length=12, choices=Outcome)
    form_token = models.CharField(max_length=32, unique=True, editable=False)
    report = models.OneToOneField(
        Report,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="observation",
        verbose_name=_("report"),
        editable=False,
    )
    observed_at = models.DateTimeField(_("seen"), default=clock.now)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[ObservationQuerySet] = ObservationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["-observed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["police", "fault_report", "log_only"]), name="observation_has_one_outcome"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="observation_position_on_earth",
            ),
        ]
        indexes = [models.Index(fields=["patrol", "observed_at"])]

    def __str__(self) -> str:
        return f"{self.category}, {self.place}" if self.place else str(self.category)
