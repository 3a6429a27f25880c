"""Lists read in from Excel: each run, what became of each of its rows, and what it takes to undo it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from common.list_runs import ListRunStatus, Outcome
from neighbourhoods.querysets import ListRunQuerySet


class ListRun(models.Model):
    """One list read in. The file is not kept, only its rows; those of agents for a month."""

    class Kind(models.TextChoices):
        AREAS = "areas", _("areas")
        AGENTS = "agents", _("contact agents")
        BORDERS = "borders", _("borders of areas")

    kind = models.CharField(_("what it holds"), max_length=8, choices=Kind, default=Kind.AREAS, editable=False)
    file_name = models.CharField(_("file"), max_length=120)
    status = models.CharField(
        _("status"), max_length=12, choices=ListRunStatus, default=ListRunStatus.PREVIEWED, editable=False
    )
    left_out = models.JSONField(_("columns that are not read"), default=list)
    counts = models.JSONField(_("counts"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), default=clock.now)

    objects: ClassVar[ListRunQuerySet] = ListRunQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("list read in")
        verbose_name_plural = _("lists read in")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def fates(self) -> list[tuple[str, int]]:
        """Return how many rows met each fate, by its name."""
        return [(str(one.label), int(self.counts.get(one.value, 0))) for one in Outcome]


class ListRow(models.Model):
    """One row of the file: its fate, and the values before and after.

    `kept_id` is the number of the area or appointment, `made_person_id` that of the account a row of agents made.
    """

    run = models.ForeignKey(ListRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=10)
    remark = models.CharField(max_length=300, blank=True)
    cells = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    kept_id = models.BigIntegerField(null=True)
    made_person_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("row read in")
        verbose_name_plural = _("rows read in")
        ordering = ["number", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["run", "outcome", "number"])]

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"


class ListRunEvent(models.Model):
    """What happened to a run. Never edited; codes and ids only."""

    run = models.ForeignKey(ListRun, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(max_length=12, choices=ListRunStatus, blank=True)
    moved_to = models.CharField(max_length=12, choices=ListRunStatus)
    reason = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("event of a list read in")
        verbose_name_plural = _("events of lists read in")
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.run_id}: {self.moved_to}"
