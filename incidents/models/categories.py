"""What a report can be about."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from incidents import lifecycle
from incidents.lifecycle import DeadlineRule
from incidents.querysets.categories import CategoryQuerySet


class Category(models.Model):
    """What a report can be about, how soon it must be answered and where it usually goes."""

    class GoesTo(models.TextChoices):
        POLICE = "police", _("the police")
        MUNICIPALITY = "municipality", _("the municipality's fault reports")
        OWNER = "owner", _("the owner of the place")

    class Publishing(models.TextChoices):
        SINGLE = "single", _("one by one: place coarsened, day only, when a person has released it")
        COUNTS = "counts", _("as counts only")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    translations = models.JSONField(_("name in other languages"), default=dict, blank=True)
    icon = models.CharField(_("picture"), max_length=40, default="other")
    is_anonymous_allowed = models.BooleanField(_("may be reported without e-mail"), default=True)
    is_plate_kind = models.BooleanField(_("about a vehicle: a plate may be named"), default=False)
    deadline_hours = models.PositiveIntegerField(_("hours to answer"), default=120)
    deadline_rule = models.CharField(
        _("how the hours are counted"), max_length=8, choices=DeadlineRule, default=DeadlineRule.CLOCK
    )
    goes_to = models.CharField(_("usually goes to"), max_length=12, choices=GoesTo, default=GoesTo.MUNICIPALITY)
    publishing = models.CharField(
        _("published"), max_length=8, choices=Publishing, blank=True, default="",
        help_text=_("Only faults in public places one by one. Not chosen: as counts only."),
    )  # fmt: skip
    # Of a kind that became single after months were published: what was received before is not listed.
    single_from = models.DateTimeField(_("listed one by one from"), null=True, editable=False)
    is_public_choice = models.BooleanField(_("can be chosen in the public form"), default=True)
    sort = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)
    seen_by = models.ManyToManyField(
        "auth.Group", blank=True, related_name="+", verbose_name=_("seen by these roles only"),
        help_text=_("None chosen: by every role that sees reports."),
    )  # fmt: skip

    objects = CategoryQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["sort", "pk"]

    def __str__(self) -> str:
        return str(self.translations.get((get_language() or "sv")[:2]) or self.name)

    @property
    def publishes_as(self) -> str:
        """How it is published; what nobody has chosen is counts only."""
        return self.publishing or self.Publishing.COUNTS

    def is_single_in(self, moment: datetime) -> bool:
        """Tell whether reports received at a moment are published one by one."""
        return self.publishing == self.Publishing.SINGLE and (self.single_from is None or self.single_from <= moment)

    def due_at(self, received: datetime) -> datetime:
        """Return when a report received at a moment must be answered."""
        return lifecycle.due_at(received, self.deadline_hours, self.deadline_rule)
