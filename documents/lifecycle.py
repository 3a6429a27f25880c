"""A document's life: which states there are and which moves between them are allowed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentState(models.TextChoices):
    """Where a document is on its way from a request to a file, and out again."""

    REQUESTED = "requested", _("waiting to be made")
    RENDERING = "rendering", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be made")
    EXPIRED = "expired", _("removed")


MOVES: dict[DocumentState, frozenset[DocumentState]] = {
    DocumentState.REQUESTED: frozenset({DocumentState.RENDERING}),
    # Back to requested when the worker died; the sweep sees to it.
    DocumentState.RENDERING: frozenset({DocumentState.READY, DocumentState.FAILED, DocumentState.REQUESTED}),
    DocumentState.READY: frozenset({DocumentState.EXPIRED}),
    DocumentState.FAILED: frozenset({DocumentState.REQUESTED}),
    DocumentState.EXPIRED: frozenset(),
}


class Failure(models.TextChoices):
    """Why a document could not be made: a code in the row, a sentence for the reader."""

    UNKNOWN_KIND = "unknown_kind", _("This kind of document is not made any more.")
    SUBJECT_GONE = "subject_gone", _("What the document was about has been removed.")
    RESOURCE_REFUSED = "resource_refused", _("A picture or typeface that the document needs could not be read.")
    TOO_LONG = "too_long", _("It took too long. The document may be too large.")
    WORKER_DIED = "worker_died", _("The work was interrupted several times.")
    STORAGE = "storage", _("The finished file could not be stored.")
    BROKEN = "broken", _("Something went wrong on our side. We have been told.")
