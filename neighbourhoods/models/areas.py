"""Neighbourhood-watch areas and what happened to them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from common import clock
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models.organisations import Organisation
from neighbourhoods.models.places import District
from neighbourhoods.querysets import (
    AreaQuerySet,
)


class Area(models.Model):
    """A neighbourhood-watch area (grannsamverkansområde)."""

    class Housing(models.TextChoices):
        COMMUNITY = "community", _("housing community (samfällighet)")
        COOPERATIVE = "cooperative", _("housing co-operative (bostadsrätt)")
        RENTED = "rented", _("rented flats (hyresrätt)")
        HOUSE_OWNERS = "house_owners", _("house owners' association")
        MIXED = "mixed", _("mixed")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address word"), max_length=140, unique=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="areas", verbose_name=_("district"))
    status = models.CharField(
        _("status"), max_length=12, choices=AreaStatus, default=AreaStatus.INTEREST, editable=False
    )
    housing = models.CharField(_("housing type"), max_length=16, choices=Housing, default=Housing.MIXED)
    owner = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="areas",
        verbose_name=_("owner organisation"),
    )
    households = models.PositiveIntegerField(_("households"), default=0)
    households_joined = models.PositiveIntegerField(_("households that take part"), default=0)
    households_declined = models.PositiveIntegerField(
        _("households that decline"), default=0, help_text=_("A number only: nobody's name is kept.")
    )
    boundary = models.JSONField(_("border (GeoJSON, WGS84)"), null=True, blank=True)
    started_on = models.DateField(pgettext_lazy("area", "started"), null=True, blank=True)
    last_contact_on = models.DateField(_("last contact"), null=True, blank=True)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    # Capitals are left behind once: doing it for every area at each search was most of a search.
    search = models.GeneratedField(
        expression=Lower("name"), output_field=models.CharField(max_length=120), db_persist=True
    )

    objects: ClassVar[AreaQuerySet] = AreaQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords(excluded_fields=["search"])

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["district__name", "name"]
        permissions = [("see_all_areas", "See every area"), ("use_portal", "Use the agents' portal")]
        constraints = [
            models.UniqueConstraint(F("district"), Lower("name"), name="area_name_once_in_district"),
            models.CheckConstraint(
                condition=Q(households_joined__lte=F("households")), name="area_joined_within_households"
            ),
            models.CheckConstraint(
                condition=Q(households_declined__lte=F("households") - F("households_joined")),
                name="area_answers_within_households",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "district"]),
            # The list in the order it is read, district by district.
            models.Index(fields=["district", "name"], name="area_district_name"),
            models.Index(fields=["name"], name="area_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class AreaEvent(models.Model):
    """What happened to an area's status. Never edited; codes and ids only."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="events", verbose_name=_("area"))
    moved_from = models.CharField(max_length=12, choices=AreaStatus, blank=True)
    moved_to = models.CharField(max_length=12, choices=AreaStatus)
    reason = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("area event")
        verbose_name_plural = _("area events")
        ordering = ["at", "pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.area}: {self.moved_to}"
