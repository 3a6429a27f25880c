"""One issue, its place in the year's plan, and what happened to it."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import clock
from newsletters.lifecycle import EDITABLE, IssueStatus
from newsletters.models.series import Series
from newsletters.querysets import IssueQuerySet
from post.models import Mailing

OVERDUE_ASKS_AFTER = timedelta(days=2)


class Issue(models.Model):
    """One issue: its place in the year's plan, its text and where it is in its life."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="issues", verbose_name=_("series"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("heading"), max_length=160, blank=True)
    preamble = models.TextField(_("preamble"), max_length=600, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=IssueStatus, default=IssueStatus.PLANNED, editable=False
    )
    text_due_on = models.DateField(_("texts ready"))
    approve_due_on = models.DateField(_("approved"))
    send_at = models.DateTimeField(_("sent"))
    sent_at = models.DateTimeField(_("went out"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    # The only approver there is has read their own text once: the second reading may not come before a day has passed.
    first_read_at = models.DateTimeField(_("read a first time"), null=True, editable=False)
    first_read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    mailing = models.OneToOneField(Mailing, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    version = models.PositiveIntegerField(default=0, editable=False)
    # A correction has the number of what it corrects, and goes to those who got that.
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="corrections"
    )
    correction = models.PositiveSmallIntegerField(_("correction"), default=0, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[IssueQuerySet] = IssueQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["send_at", "pk"]
        permissions = [
            ("see_drafts", "See issues before they are sent"),
            ("approve_issue", "Approve an issue"),
            ("send_issue", "Schedule and send an issue"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "number", "correction"], name="issue_once"),
            models.CheckConstraint(
                condition=Q(text_due_on__lte=models.F("approve_due_on")), name="issue_text_before_approval"
            ),
        ]
        indexes = [models.Index(fields=["status", "send_at"])]

    def __str__(self) -> str:
        return f"{self.name} {self.title}".strip()

    def get_absolute_url(self) -> str:
        """Address in the public archive."""
        if self.correction:
            place = [self.series.slug, self.year, self.number, self.correction]
            return reverse("newsletters:correction", args=place)
        return reverse("newsletters:issue", args=[self.series.slug, self.year, self.number])

    @property
    def name(self) -> str:
        """Short name as it stands in the year wheel: A4/2026."""
        return f"{self.glyph}/{self.year}"

    @property
    def glyph(self) -> str:
        """The sign in wheel, list and desk: A4."""
        return f"{self.series.code}{self.number}{'r' * self.correction}"

    @property
    def is_long_overdue(self) -> bool:
        """Tell whether a scheduled time lies so far back (the system was down) that a person must be asked first."""
        return self.status == IssueStatus.SCHEDULED and self.send_at < clock.now() - OVERDUE_ASKS_AFTER

    @property
    def is_editable(self) -> bool:
        """Tell whether the text may still be changed."""
        return self.status in EDITABLE


class IssueEvent(models.Model):
    """What happened to an issue. Never edited; codes and ids only."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(max_length=12, choices=IssueStatus)
    moved_to = models.CharField(max_length=12, choices=IssueStatus)
    reason = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("issue event")
        verbose_name_plural = _("issue events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.issue}: {self.moved_to}"
