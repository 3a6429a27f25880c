"""Routes and the checklist: what a patrol gets a copy of when it starts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neighbourhoods.models import District


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
