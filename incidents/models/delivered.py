"""Counts that others deliver: the police, who cleans graffiti, housing companies. Counts, never cases.

They stand beside the reports and are never added to them. A corrected count replaces the one before, which is kept.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import clock
from common.list_runs import ListRunStatus
from incidents.models.categories import Category
from incidents.querysets import CountListQuerySet, DeliveredCountQuerySet
from neighbourhoods.models import Area, District


class CountSource(models.Model):
    """Who delivers counts."""

    class Kind(models.TextChoices):
        POLICE = "police", _("the police")
        CLEANER = "cleaner", _("a graffiti cleaner")
        HOUSING = "housing", _("a housing company")
        OTHER = "other", _("somebody else")

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(pgettext_lazy("source of counts", "kind"), max_length=8, choices=Kind, default=Kind.OTHER)

    class Meta:
        verbose_name = _("source of counts")
        verbose_name_plural = _("sources of counts")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CountList(models.Model):
    """One list of counts read in. The file is not kept, only its rows."""

    file_name = models.CharField(_("file"), max_length=120)
    status = models.CharField(
        _("status"), max_length=12, choices=ListRunStatus, default=ListRunStatus.PREVIEWED, editable=False
    )
    form_token = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001  (NULL is not unique)
    left_out = models.JSONField(_("columns that are not read"), default=list)
    counts = models.JSONField(_("counts"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), default=clock.now)

    objects: ClassVar[CountListQuerySet] = CountListQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("list of counts")
        verbose_name_plural = _("lists of counts")
        ordering = ["-at", "-pk"]
        permissions = [("deliver_counts", "Read in counts from others")]

    def __str__(self) -> str:
        return self.file_name


class CountListRow(models.Model):
    """One row of the file and its fate."""

    list = models.ForeignKey(CountList, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10)
    remark = models.CharField(max_length=300, blank=True)
    cells = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("row of a list of counts")
        verbose_name_plural = _("rows of lists of counts")
        ordering = ["number", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["list", "outcome", "number"])]

    def __str__(self) -> str:
        return str(self.number)


class CountListEvent(models.Model):
    """What happened to a list of counts. Never edited; codes and ids only."""

    list = models.ForeignKey(CountList, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(max_length=12, choices=ListRunStatus, blank=True)
    moved_to = models.CharField(max_length=12, choices=ListRunStatus)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("event of a list of counts")
        verbose_name_plural = _("events of lists of counts")
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.list_id}: {self.moved_to}"


class DeliveredCount(models.Model):
    """How many of a kind a source counted somewhere during a period. Neither district nor area: the municipality."""

    source = models.ForeignKey(
        CountSource, on_delete=models.PROTECT, related_name="delivered", verbose_name=_("source")
    )
    kind = models.CharField(_("what is counted"), max_length=80)
    category = models.ForeignKey(
        Category, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("category"),
        help_text=_("The kind of report that it stands beside."),
    )  # fmt: skip
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    area = models.ForeignKey(
        Area, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    first = models.DateField(_("from"))
    last = models.DateField(_("up to and including"))
    number = models.PositiveIntegerField(_("number"))
    is_final = models.BooleanField(_("final"), default=False)
    list = models.ForeignKey(CountList, on_delete=models.PROTECT, related_name="delivered", verbose_name=_("list"))
    # What this one corrects; that one has been replaced since `replaced_at` and is kept.
    replaces = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, editable=False, related_name="correction"
    )
    replaced_at = models.DateTimeField(_("replaced"), null=True, editable=False)
    recorded_at = models.DateTimeField(_("read in"), default=clock.now, editable=False)

    objects: ClassVar[DeliveredCountQuerySet] = DeliveredCountQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("count from others")
        verbose_name_plural = _("counts from others")
        ordering = ["-last", "source", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "district", "area", "first", "last"],
                condition=Q(replaced_at=None),
                nulls_distinct=False,
                name="delivered_one_stands",
            ),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="delivered_period"),
            models.CheckConstraint(condition=Q(district=None) | Q(area=None), name="delivered_one_place"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.kind} {self.first}"

    @property
    def place(self) -> str:
        """Where it was counted."""
        return str(self.area or self.district or settings.MUNICIPALITY)
