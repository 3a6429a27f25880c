"""What was said and done about a report."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from incidents.lifecycle import TAKEN_OVER, Reason, ReportStatus
from incidents.models.reports import Report


class ReportNote(models.Model):
    """Words about a report: internal, to the reporter, or what came back. Erasable, unlike its event."""

    class Audience(models.TextChoices):
        INTERNAL = "internal", _("internal")
        REPORTER = "reporter", _("to the reporter")
        FROM_REPORTER = "from", _("from the reporter")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="notes", verbose_name=_("report"))
    audience = models.CharField(_("for"), max_length=8, choices=Audience, default=Audience.INTERNAL)
    text = models.TextField(_("text"), max_length=4000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    form_token = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001  (NULL is not unique)
    at = models.DateTimeField(_("written"), default=clock.now)

    class Meta:
        verbose_name = _("note on a report")
        verbose_name_plural = _("notes on reports")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.report}: {self.get_audience_display()}"


class ReportEvent(models.Model):
    """What happened to a report. Never edited; codes and ids only, never free text or contact data."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("status changed")
        ASSIGNED = "assigned", _("given to somebody")
        JUDGED = "judged", _("judged")
        RELEASED = "released", _("released")
        WITHDRAWN = "withdrawn", _("release withdrawn")
        NOTED = "noted", _("internal note")
        ANSWERED = "answered", _("reporter answered")
        REPLIED = "replied", _("reply came in")
        COMMENTED = "commented", _("the area's agent has commented")
        REPORTER_READ = "reporter_read", _("reporter's address was shown")
        PLATE_READ = "plate_read", _("number plate was shown")
        PHOTO_RELEASED = "photo_released", _("photo released")
        MERGED = "merged", _("found to be the same as another")
        SPLIT = "split", _("found to be another matter")
        JOINED = "joined", _("somebody says: me too")
        DOUBTED = "doubted", _("somebody says: it is not fixed")
        PHOTO_BLURRED = "photo_blurred", _("part of a photo made unreadable")
        FORWARDED = "forwarded", _("sent to who takes care of it")
        FORWARDING_ANSWERED = "their_answer", _("who it was sent to has answered")
        FORWARDING_FAILED = "not_sent", _("could not be sent on")
        DISCLOSED = "disclosed", _("masked copy handed out")
        NUMBERED = "numbered", _("their number was kept")
        OVERDUE = "overdue", _("handlers told that it is late")
        ESCALATED = "escalated", _("those above told that it is late")
        ASKED_AFTER = "asked_after", _("reporter asked whether it helped")
        HELPED = "helped", _("reporter says that it helped")
        PRIORITY = "priority", _("urgency changed")
        ERASED = "erased", _("personal data erased")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="events", verbose_name=_("report"))
    kind = models.CharField(_("what"), max_length=16, choices=Kind, default=Kind.MOVED)
    moved_from = models.CharField(_("from"), max_length=12, choices=ReportStatus, blank=True)
    moved_to = models.CharField(_("to"), max_length=12, choices=ReportStatus, blank=True)
    reason = models.CharField(_("reason"), max_length=24, choices=Reason, blank=True)
    note = models.ForeignKey(ReportNote, on_delete=models.SET_NULL, null=True, related_name="+")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), default=clock.now)

    class Meta:
        verbose_name = _("report event")
        verbose_name_plural = _("report events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.report}: {self.get_kind_display()}"

    @property
    def is_taken_over(self) -> bool:
        """Whether it closed the report because whoever it was passed on to has it now."""
        return self.reason in TAKEN_OVER.values()
