"""Places and the people who answer for them: districts, organisations, areas, contact agents, addresses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from common import clock
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.querysets import (
    AreaQuerySet,
    ContactAgentQuerySet,
    DistrictQuerySet,
    OrganisationQuerySet,
)


class Municipality(models.Model):
    """The municipality's border: one row, imported. Without it every place counts as inside."""

    code = models.CharField(_("municipal code"), max_length=4, unique=True, default="0127")
    name = models.CharField(_("name"), max_length=80)
    boundary = models.JSONField(_("border (GeoJSON, WGS84)"), null=True, blank=True)
    source = models.CharField(_("source of the border"), max_length=200, blank=True)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipality")
        constraints = [models.UniqueConstraint(Value(1), name="one_municipality")]

    def __str__(self) -> str:
        return self.name


class District(models.Model):
    """A municipal district (kommundel)."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    boundary = models.JSONField(_("border (GeoJSON, WGS84)"), null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)

    objects: ClassVar[DistrictQuerySet] = DistrictQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """Someone who takes part: a department, the police, a housing company, an association."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipal department")
        POLICE = "police", _("police")
        FIRE_SERVICE = "fire_service", _("fire service")
        HOUSING = "housing", _("housing company or association")
        ASSOCIATION = "association", _("association or faith community")
        COMPANY = "company", _("company")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    duty_hours = models.CharField(_("duty hours"), max_length=200, blank=True)

    objects: ClassVar[OrganisationQuerySet] = OrganisationQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OrganisationContact(models.Model):
    """A person or function to reach at an organisation."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="contacts", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=120)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)

    history = HistoricalRecords(excluded_fields=["name", "email", "phone"])

    class Meta:
        verbose_name = _("contact at an organisation")
        verbose_name_plural = _("contacts at organisations")
        ordering = ["organisation", "role"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.role}"


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
    boundary = models.JSONField(_("border (GeoJSON, WGS84)"), null=True, blank=True)
    started_on = models.DateField(pgettext_lazy("area", "started"), null=True, blank=True)
    last_contact_on = models.DateField(_("last contact"), null=True, blank=True)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[AreaQuerySet] = AreaQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords()

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
        ]
        indexes = [models.Index(fields=["status", "district"])]

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


class ContactAgent(models.Model):
    """A contact agent's appointment (kontaktombud) in one area, for a period. The person is a User."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="appointments",
        verbose_name=_("person"),
    )
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="agents", verbose_name=_("area"))
    is_head = models.BooleanField(_("head contact agent"), default=False)
    period = DateRangeField(_("period"), help_text=_("From the first day up to, but not including, the last."))
    agrees_to_be_shown = models.BooleanField(_("agrees to be shown by name"), default=False)
    trained_on = models.DateField(_("basic course"), null=True, blank=True)

    objects: ClassVar[ContactAgentQuerySet] = ContactAgentQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords(excluded_fields=["user"])

    class Meta:
        verbose_name = _("contact agent")
        verbose_name_plural = _("contact agents")
        ordering = ["area", "-is_head", "pk"]
        constraints = [
            ExclusionConstraint(
                name="agent_once_per_area_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="one_head_per_area_at_a_time",
                expressions=[("area", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(is_head=True),
            ),
        ]

    def __str__(self) -> str:
        # A row of the record's history names nobody.
        return f"{self.user if self.user_id else '–'}, {self.area}"

    @property
    def starts_on(self) -> date | None:
        """First day of the appointment."""
        return self.period.lower if self.period else None

    @property
    def ends_on(self) -> date | None:
        """First day on which the appointment no longer holds, or None."""
        return self.period.upper if self.period else None

    @property
    def last_day(self) -> date | None:
        """Last day on which the appointment holds, or None."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None

    def is_current(self, day: date | None = None) -> bool:
        """Tell whether the appointment holds on a day (today by default)."""
        return bool(self.period) and (day or clock.today()) in self.period


class Address(models.Model):
    """One address of the municipality's register, searchable by parts of words."""

    street = models.CharField(_("street"), max_length=120)
    number = models.CharField(_("number"), max_length=16, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=6, blank=True)
    locality = models.CharField(_("locality"), max_length=80, blank=True)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    search = models.GeneratedField(
        expression=Lower(Concat("street", Value(" "), "number")),
        output_field=models.CharField(max_length=140),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["street", "number"]
        constraints = [
            models.UniqueConstraint(fields=["street", "number", "postal_code"], name="address_once"),
        ]
        indexes = [
            GinIndex(OpClass(F("search"), name="gin_trgm_ops"), name="address_search_trigrams"),
            models.Index(fields=["postal_code"]),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.street, self.number])) + (f", {self.locality}" if self.locality else "")


class PlaceName(models.Model):
    """A postal code or a place's name: what an address search falls back to."""

    class Kind(models.TextChoices):
        PLACE = "place", _("place")
        POSTAL_CODE = "postal_code", _("postal code")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PLACE)
    name = models.CharField(_("name or code"), max_length=80)
    locality = models.CharField(_("locality"), max_length=80, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    search = models.GeneratedField(
        expression=Lower("name"), output_field=models.CharField(max_length=80), db_persist=True
    )

    class Meta:
        verbose_name = _("place name or postal code")
        verbose_name_plural = _("place names and postal codes")
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="place_name_once")]
        indexes = [GinIndex(OpClass(F("search"), name="gin_trgm_ops"), name="place_search_trigrams")]

    def __str__(self) -> str:
        return f"{self.name} {self.locality}".strip()
