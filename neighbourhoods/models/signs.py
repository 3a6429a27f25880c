"""The signs of an area: where they stand, how they are, and the orders of new ones."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common import clock
from neighbourhoods.lifecycle import SignOrderStatus
from neighbourhoods.models.areas import Area
from neighbourhoods.querysets import SignOrderQuerySet, SignQuerySet


class SignCondition(models.TextChoices):
    """How a sign is, as somebody saw it."""

    GOOD = "good", pgettext_lazy("sign", "good")
    WORN = "worn", pgettext_lazy("sign", "worn")
    DAMAGED = "damaged", pgettext_lazy("sign", "damaged")
    MISSING = "missing", pgettext_lazy("sign", "missing")


class Sign(models.Model):
    """One sign that says that Grannsamverkan is here."""

    Condition = SignCondition

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="signs", verbose_name=_("area"))
    place = models.CharField(
        _("where it stands"), max_length=200, blank=True, help_text=_("The entrance by the bus stop, say.")
    )
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    condition = models.CharField(_("condition"), max_length=8, choices=SignCondition, default=SignCondition.GOOD)
    photo = models.CharField(_("photo"), max_length=120, blank=True, editable=False)
    put_up_on = models.DateField(_("put up on"), null=True, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    removed_on = models.DateField(_("taken down on"), null=True, blank=True)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[SignQuerySet] = SignQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords(excluded_fields=["photo"])

    class Meta:
        verbose_name = _("sign")
        verbose_name_plural = _("signs")
        ordering = ["area", "place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="sign_position_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["condition"], condition=Q(removed_on=None), name="sign_standing_condition"),
            models.Index(fields=["checked_on"], condition=Q(removed_on=None), name="sign_standing_checked"),
        ]

    def __str__(self) -> str:
        return self.place or gettext("new sign, place not noted yet")

    @property
    def is_broken(self) -> bool:
        """Whether the sign should be replaced."""
        return self.condition in (SignCondition.DAMAGED, SignCondition.MISSING)


class SignCheck(models.Model):
    """Somebody looked at a sign. Never edited."""

    sign = models.ForeignKey(Sign, on_delete=models.CASCADE, related_name="checks", verbose_name=_("sign"))
    condition = models.CharField(_("condition"), max_length=8, choices=SignCondition)
    checked_on = models.DateField(_("checked on"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("check of a sign")
        verbose_name_plural = _("checks of signs")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.sign}: {self.condition}"


class SignOrder(models.Model):
    """Signs that an area should get. Released last of all: after meeting, training and agent."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="sign_orders", verbose_name=_("area"))
    replaces = models.ForeignKey(
        Sign, on_delete=models.SET_NULL, null=True, blank=True, related_name="orders", verbose_name=_("replaces")
    )
    quantity = models.PositiveSmallIntegerField(
        _("number of signs"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    status = models.CharField(
        _("status"), max_length=10, choices=SignOrderStatus, default=SignOrderStatus.ASKED, editable=False
    )
    override_reason = models.CharField(_("why released before its time"), max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(_("asked for"), default=clock.now, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[SignOrderQuerySet] = SignOrderQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("order of signs")
        verbose_name_plural = _("orders of signs")
        ordering = ["-created_at", "-pk"]
        permissions = [("release_signs", "Release orders of signs")]
        constraints = [
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(status__in=(SignOrderStatus.ASKED, SignOrderStatus.RELEASED)),
                name="sign_replaced_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1, quantity__lte=50), name="sign_order_quantity"),
        ]
        indexes = [models.Index(fields=["status", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.area}: {self.quantity}"


class SignOrderEvent(models.Model):
    """What happened to an order of signs. Never edited; codes and ids only."""

    order = models.ForeignKey(SignOrder, on_delete=models.CASCADE, related_name="events", verbose_name=_("order"))
    moved_from = models.CharField(max_length=10, choices=SignOrderStatus, blank=True)
    moved_to = models.CharField(max_length=10, choices=SignOrderStatus)
    reason = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("event of a sign order")
        verbose_name_plural = _("events of sign orders")
        ordering = ["at", "pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.order}: {self.moved_to}"
