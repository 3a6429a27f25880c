"""Routes and the checklist: what a patrol gets a copy of when it starts."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from grannstod.models.areas import PatrolArea
from grannstod.querysets import ChecklistQuerySet
from neighbourhoods.models import Area, District


def latitude() -> models.FloatField[float | None, float | None]:
    """Return a field for degrees north (WGS84)."""
    valid = [MinValueValidator(-90), MaxValueValidator(90)]
    return models.FloatField(_("latitude"), null=True, blank=True, validators=valid)


def longitude() -> models.FloatField[float | None, float | None]:
    """Return a field for degrees east (WGS84)."""
    valid = [MinValueValidator(-180), MaxValueValidator(180)]
    return models.FloatField(_("longitude"), null=True, blank=True, validators=valid)


class Route(models.Model):
    """A route that a patrol follows. A change takes effect on the next patrol, never during one."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    districts = models.ManyToManyField(District, blank=True, related_name="routes", verbose_name=_("districts"))
    patrol_area = models.ForeignKey(
        PatrolArea,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="routes",
        verbose_name=_("patrol area"),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("route")
        verbose_name_plural = _("routes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RouteStop(models.Model):
    """A place on a route, and what to look at there.

    Taken off its route it stays, of no route: a phone without network may still show it, and what was ticked counts.
    """

    route = models.ForeignKey(Route, on_delete=models.CASCADE, null=True, related_name="stops", verbose_name=_("route"))
    position = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("place"), max_length=120)
    hint = models.CharField(_("what to look at"), max_length=200, blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    latitude = latitude()
    longitude = longitude()

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


class ChecklistVersion(models.Model):
    """A version of the checklist. Once published it is never edited; a patrol keeps the one it began with."""

    number = models.PositiveIntegerField(_("version"), unique=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("published by"),
    )

    objects: ClassVar[ChecklistQuerySet] = ChecklistQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("version of the checklist")
        verbose_name_plural = _("versions of the checklist")
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number}"


class ChecklistLine(models.Model):
    """One line of the checklist that every patrol gets a copy of when it starts.

    A line of no version is from before there were versions: it counts until a version is published.
    """

    version = models.ForeignKey(
        ChecklistVersion, on_delete=models.CASCADE, null=True, related_name="lines", verbose_name=_("version")
    )
    kind = models.CharField(_("when"), max_length=8, choices=[c for c in StepKind.choices if c[0] != "place"])
    position = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("text"), max_length=120)
    is_police = models.BooleanField(_("the police are met"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("checklist line")
        verbose_name_plural = _("checklist lines")
        ordering = ["-kind", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind", "position"], name="checklist_order_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.text
