"""An issue's life: planned in the year, written, read, approved, scheduled, sent."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IssueStatus(models.TextChoices):
    """Where an issue is."""

    PLANNED = "planned", _("planned")
    DRAFT = "draft", _("being written")
    REVIEW = "review", _("waiting for approval")
    APPROVED = "approved", _("approved")
    SCHEDULED = "scheduled", _("scheduled")
    SENDING = "sending", _("being sent")
    PAUSED = "paused", _("paused")
    SENT = "sent", _("sent")
    CANCELLED = "cancelled", _("cancelled")


S = IssueStatus
MOVES: dict[IssueStatus, frozenset[IssueStatus]] = {
    S.PLANNED: frozenset({S.DRAFT, S.CANCELLED}),
    S.DRAFT: frozenset({S.REVIEW, S.CANCELLED}),
    S.REVIEW: frozenset({S.DRAFT, S.APPROVED, S.CANCELLED}),
    S.APPROVED: frozenset({S.DRAFT, S.SCHEDULED, S.CANCELLED}),
    S.SCHEDULED: frozenset({S.APPROVED, S.SENDING, S.CANCELLED}),
    S.SENDING: frozenset({S.PAUSED, S.SENT, S.CANCELLED}),
    S.PAUSED: frozenset({S.SENDING, S.CANCELLED}),
    S.SENT: frozenset(),
    S.CANCELLED: frozenset(),
}

EDITABLE = (S.PLANNED, S.DRAFT, S.REVIEW)
PUBLIC = (S.SENDING, S.PAUSED, S.SENT)
NOT_YET_SENT = (S.PLANNED, S.DRAFT, S.REVIEW, S.APPROVED, S.SCHEDULED)
