"""Where reports are sent on: destinations, the rules that propose one, and what was sent and answered."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock
from incidents.lifecycle import ForwardingStatus
from incidents.models.categories import Category
from incidents.models.reports import Report
from incidents.querysets import DestinationQuerySet, ForwardingQuerySet, RoutingRuleQuerySet
from neighbourhoods.models import Area, District, Organisation

_HOUR = [MinValueValidator(0), MaxValueValidator(24)]


class Destination(models.Model):
    """Somebody who takes care of reports, and the channel by which they get them."""

    class Way(models.TextChoices):
        EMAIL = "email", _("by e-mail, and the answer comes back to the report")
        OPEN311 = "open311", _("by Open311, to their system")
        BY_HAND = "by_hand", _("by hand: a text to copy")

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Category.GoesTo, default=Category.GoesTo.MUNICIPALITY)
    way = models.CharField(_("how they get it"), max_length=8, choices=Way, default=Way.EMAIL)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    is_active = models.BooleanField(_("in use"), default=True)
    address = models.URLField(_("address of their Open311 server"), max_length=300, blank=True)
    key_sealed = models.BinaryField(_("the key they gave us"), null=True, editable=False)
    jurisdiction = models.CharField(_("their jurisdiction_id"), max_length=80, blank=True)
    service_code = models.CharField(_("their service_code"), max_length=80, blank=True)
    keeps_idempotency_keys = models.BooleanField(_("their server keeps an Idempotency-Key"), default=False)

    objects: ClassVar[DestinationQuerySet] = DestinationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("destination of reports")
        verbose_name_plural = _("destinations of reports")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RoutingRule(models.Model):
    """Which reports are proposed to go where. Empty conditions fit every report; the lowest rank is asked first."""

    name = models.CharField(_("name"), max_length=120)
    rank = models.PositiveSmallIntegerField(_("order"), default=100)
    categories = models.ManyToManyField(Category, blank=True, related_name="+", verbose_name=_("categories"))
    district = models.ForeignKey(
        District, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    # Protected: a rule that lost its area would fit every report.
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    owner = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("owner of the ground"),
    )  # fmt: skip
    words = models.CharField(_("words"), max_length=300, blank=True)
    from_hour = models.PositiveSmallIntegerField(_("from hour"), default=0, validators=_HOUR)
    to_hour = models.PositiveSmallIntegerField(_("to hour"), default=24, validators=_HOUR)
    destination = models.ForeignKey(
        Destination, on_delete=models.PROTECT, related_name="rules", verbose_name=_("destination")
    )
    form_token = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001  (NULL is not unique)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("published by"),
    )  # fmt: skip
    version = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[RoutingRuleQuerySet] = RoutingRuleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        ordering = ["rank", "pk"]
        permissions = [("route_reports", "Edit and publish where reports go")]
        constraints = [models.CheckConstraint(condition=Q(from_hour__lte=24, to_hour__lte=24), name="rule_hours")]

    def __str__(self) -> str:
        return self.name


class Forwarding(models.Model):
    """One sending of a report to a destination, the words that left, and what they answered."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="forwardings", verbose_name=_("report"))
    destination = models.ForeignKey(
        Destination, on_delete=models.PROTECT, related_name="forwardings", verbose_name=_("destination")
    )
    rule = models.ForeignKey(
        RoutingRule, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("rule that proposed it")
    )
    status = models.CharField(
        _("status"), max_length=8, choices=ForwardingStatus, default=ForwardingStatus.SENT, editable=False
    )
    text = models.TextField(_("text as sent"), max_length=8000, blank=True)
    their_number = models.CharField(_("their number"), max_length=80, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who sent it")
    )
    sent_at = models.DateTimeField(_("sent to them at"), default=clock.now)
    answered_at = models.DateTimeField(_("their answer came"), null=True, editable=False)
    # Of a sending to another system: how it goes.
    token = models.CharField(max_length=200, blank=True, editable=False)
    their_answer = models.TextField(_("what their system answered"), max_length=2000, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0, editable=False)
    may_have_arrived = models.BooleanField(default=False, editable=False)
    next_try_at = models.DateTimeField(_("next try"), null=True, editable=False)
    asked_at = models.DateTimeField(_("last asked about"), null=True, editable=False)

    objects: ClassVar[ForwardingQuerySet] = ForwardingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("sending on of a report")
        verbose_name_plural = _("sendings on of reports")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["next_try_at"], condition=Q(status="queued"), name="forwarding_due")]

    def __str__(self) -> str:
        return f"{self.report} → {self.destination}"
