"""A document that somebody asked for: its way to a file, and what happened to it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import clock
from documents.lifecycle import DocumentState, Failure
from documents.querysets import DocumentQuerySet


class Document(models.Model):
    """One requested PDF. The row is the truth: a worker is only woken, and a sweep finds what was forgotten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(pgettext_lazy("document", "kind"), max_length=40)
    subject = models.CharField(_("about (id)"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=8, default="sv")
    title = models.CharField(pgettext_lazy("document", "title"), max_length=200)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="documents",
        verbose_name=_("requested by"),
    )
    state = models.CharField(
        pgettext_lazy("document", "state"),
        max_length=10,
        choices=DocumentState,
        default=DocumentState.REQUESTED,
        editable=False,
    )
    progress = models.PositiveSmallIntegerField(_("percent done"), default=0)
    step = models.CharField(_("step"), max_length=120, blank=True)
    failure = models.CharField(_("why it failed"), max_length=20, choices=Failure, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # Who renders right now, and until when nobody else may; a worker that lost its claim stores nothing.
    claim = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    file_name = models.CharField(_("file"), max_length=200, blank=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    bytes = models.PositiveIntegerField(_("bytes"), null=True, editable=False)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, editable=False)
    created_at = models.DateTimeField(_("requested"), default=clock.now, editable=False)
    asked_at = models.DateTimeField(_("last asked for"), default=clock.now, editable=False)
    ready_at = models.DateTimeField(_("ready"), null=True, editable=False)
    expires_at = models.DateTimeField(_("file kept until"), null=True, editable=False)

    objects: ClassVar[DocumentQuerySet] = DocumentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-created_at", "pk"]
        permissions = [
            ("see_all_documents", "See every document"),
            ("request_document", "Have documents made"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="document_progress_percent"),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.READY)
                | (~Q(file_name="") & ~Q(sha256="") & Q(bytes__isnull=False) & Q(ready_at__isnull=False)),
                name="document_ready_has_file",
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.RENDERING) | Q(claim__isnull=False, lease_until__isnull=False),
                name="document_rendering_has_lease",
            ),
        ]
        indexes = [
            models.Index(fields=["requested_by", "-created_at"]),
            models.Index(fields=["state", "lease_until"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Tell whether a worker has it or will have it."""
        return self.state in (DocumentState.REQUESTED, DocumentState.RENDERING)

    @property
    def is_ready(self) -> bool:
        """Tell whether there is a file to fetch."""
        return self.state == DocumentState.READY

    @property
    def may_be_retried(self) -> bool:
        """Tell whether asking again could help."""
        gone = (Failure.UNKNOWN_KIND, Failure.SUBJECT_GONE)
        return self.state == DocumentState.FAILED and self.failure not in gone


class DocumentEvent(models.Model):
    """What happened to a document. Never edited; codes and ids only."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="events", verbose_name=_("document"))
    moved_from = models.CharField(pgettext_lazy("document", "from"), max_length=10, choices=DocumentState, blank=True)
    moved_to = models.CharField(pgettext_lazy("document", "to"), max_length=10, choices=DocumentState)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), default=clock.now)

    class Meta:
        verbose_name = _("document event")
        verbose_name_plural = _("document events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.moved_to}"
