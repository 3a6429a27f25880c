"""Where things are: the municipality, its districts, addresses and place names."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from neighbourhoods.querysets import (
    DistrictQuerySet,
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
    dwellings = models.PositiveIntegerField(_("dwellings"), null=True, blank=True)

    objects: ClassVar[DistrictQuerySet] = DistrictQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


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


class BorderChange(models.Model):
    """That a border was entered, moved or taken away, or an area opened or closed. Triggers of the database write it.

    Whoever holds borders in memory asks for the newest (`figures.locating`): rows, not a
    counter, so that two who move borders at once do not wait for each other. A job each night keeps the latest only.
    """

    class Meta:
        verbose_name = _("change of a border")
        verbose_name_plural = _("changes of borders")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
