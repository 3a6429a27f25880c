"""How an area begins: the case with its steps, and the people who would like to take part."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from common import clock
from neighbourhoods.lifecycle import InterestStatus, StartupStatus
from neighbourhoods.models.areas import Area
from neighbourhoods.models.places import District
from neighbourhoods.querysets import InterestedPersonQuerySet, StartupCaseQuerySet


def default_threshold() -> int:
    """Return the share of households (per cent) that should join before an area begins."""
    return int(settings.STARTUP_SHARE_PERCENT)


class StartupCase(models.Model):
    """The work to start one area. The steps are days on which something happened; an empty day is what remains.

    Whether an agent is appointed is read from the appointments, and how many households join from the area.
    """

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="startups", verbose_name=_("area"))
    status = models.CharField(
        _("status"), max_length=10, choices=StartupStatus, default=StartupStatus.OPEN, editable=False
    )
    threshold = models.PositiveSmallIntegerField(
        _("share that should join (per cent)"),
        default=default_threshold,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    counted_on = models.DateField(_("households counted on"), null=True, blank=True)
    meeting_held_on = models.DateField(_("start meeting held on"), null=True, blank=True)
    meeting_people = models.PositiveSmallIntegerField(_("people at the meeting"), null=True, blank=True)
    course_held_on = models.DateField(_("basic course held on"), null=True, blank=True)
    agreement_on = models.DateField(_("agreement signed on"), null=True, blank=True)
    opened_at = models.DateTimeField(pgettext_lazy("start-up case", "opened"), default=clock.now, editable=False)
    closed_at = models.DateTimeField(pgettext_lazy("start-up case", "closed"), null=True, blank=True, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[StartupCaseQuerySet] = StartupCaseQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("start-up case")
        verbose_name_plural = _("start-up cases")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=Q(status=StartupStatus.OPEN), name="one_open_startup_per_area"
            ),
            models.CheckConstraint(condition=Q(threshold__gte=1, threshold__lte=100), name="startup_threshold_percent"),
            models.CheckConstraint(
                condition=Q(status=StartupStatus.OPEN, closed_at=None)
                | Q(~Q(status=StartupStatus.OPEN), closed_at__isnull=False),
                name="startup_closed_has_time",
            ),
        ]
        indexes = [models.Index(fields=["status", "-opened_at"])]

    def __str__(self) -> str:
        return str(self.area)

    @property
    def is_open(self) -> bool:
        """Whether the work goes on."""
        return self.status == StartupStatus.OPEN


class StartupEvent(models.Model):
    """What happened to a start-up case. Never edited; codes and ids only."""

    case = models.ForeignKey(StartupCase, on_delete=models.CASCADE, related_name="events", verbose_name=_("case"))
    moved_from = models.CharField(max_length=10, choices=StartupStatus, blank=True)
    moved_to = models.CharField(max_length=10, choices=StartupStatus)
    reason = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("event of a start-up case")
        verbose_name_plural = _("events of start-up cases")
        ordering = ["at", "pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.case}: {self.moved_to}"


class InterestedPerson(models.Model):
    """Somebody who would like to take part where they live, and has agreed to be asked. Forgotten in time."""

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), max_length=254)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    address = models.CharField(_("address"), max_length=200)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    district = models.ForeignKey(
        District,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="interested",
        verbose_name=_("district"),
    )
    area = models.ForeignKey(
        Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="interested", verbose_name=_("area")
    )
    wants_to_be_agent = models.BooleanField(_("would like to be contact agent"), default=False)
    status = models.CharField(
        _("status"), max_length=12, choices=InterestStatus, default=InterestStatus.UNCONFIRMED, editable=False
    )
    language = models.CharField(_("language"), max_length=8, default="sv")
    consented_at = models.DateTimeField(_("agreed"), default=clock.now, editable=False)
    confirmed_at = models.DateTimeField(
        pgettext_lazy("interested person", "confirmed"), null=True, blank=True, editable=False
    )
    expires_on = models.DateField(_("is forgotten on"))
    # NULL, for an empty word would be one and the same.
    form_token = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[InterestedPersonQuerySet] = InterestedPersonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("interested person")
        verbose_name_plural = _("interested people")
        ordering = ["-consented_at", "-pk"]
        permissions = [("recruit_interested", "See and contact people who would like to take part")]
        indexes = [
            models.Index(fields=["status", "-consented_at"]),
            models.Index(fields=["expires_on"]),
            models.Index(fields=["email"]),
        ]

    def __str__(self) -> str:
        return self.name


class InterestEvent(models.Model):
    """What happened with somebody's interest. Never edited; codes and ids only; goes when the person does."""

    person = models.ForeignKey(InterestedPerson, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(max_length=12, choices=InterestStatus, blank=True)
    moved_to = models.CharField(max_length=12, choices=InterestStatus)
    reason = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("event of an interest")
        verbose_name_plural = _("events of interests")
        ordering = ["at", "pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.moved_to}"
