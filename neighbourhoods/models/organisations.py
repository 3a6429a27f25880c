"""Who takes part, and whom to reach there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from neighbourhoods.querysets import (
    OrganisationQuerySet,
)


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
