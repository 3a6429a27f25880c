"""Making one document in a worker. Safe to run twice: only who holds the claim stores anything."""

from __future__ import annotations

import hashlib
import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.translation import gettext as _

from common.private_files import secret_name
from documents import pdf, transitions
from documents.lifecycle import Failure
from documents.models import Document
from documents.slots import KINDS, SubjectGoneError

logger = logging.getLogger(__name__)

SOFT_SECONDS, HARD_SECONDS = 180, 210


class TakenOverError(Exception):
    """Another worker has this document now; whatever this one made is dropped."""


@shared_task(name="documents.tasks.render", soft_time_limit=SOFT_SECONDS, time_limit=HARD_SECONDS)
def render(pk: str) -> None:
    """Make the document's file if nobody has. Unforeseen errors are noted on the row and raised again."""
    document = transitions.claim(pk)
    if document is None:
        return
    try:
        with translation.override(document.language):
            _make(document)
    except TakenOverError:
        logger.warning("another worker took over", extra={"document": pk})
    except Exception as error:
        failure = _failure(error)
        transitions.fail(document, failure)
        logger.error("document failed", extra={"document": pk, "kind": document.kind, "failure": failure})
        if failure is Failure.BROKEN:
            raise


def _failure(error: Exception) -> Failure:
    """Return the code for what went wrong."""
    if isinstance(error, SubjectGoneError):
        return Failure.SUBJECT_GONE
    if isinstance(error, SoftTimeLimitExceeded):
        return Failure.TOO_LONG
    if isinstance(error, pdf.ResourceRefusedError):
        return Failure.RESOURCE_REFUSED
    if isinstance(error, UnknownKindError):
        return Failure.UNKNOWN_KIND
    return Failure.STORAGE if isinstance(error, OSError) else Failure.BROKEN


class UnknownKindError(Exception):
    """No room makes this kind any more."""


def _make(document: Document) -> None:
    kind = KINDS.get(document.kind)
    if kind is None:
        raise UnknownKindError(document.kind)

    def progress(percent: int, step: str) -> None:
        # The kind's own work is the first 60 per cent, setting and storing the pages the rest.
        _report(document, percent * 60 // 100, step)

    progress(0, _("Gathering the figures"))
    paper = kind.build(document.subject, document.language, progress)
    _report(document, 60, _("Setting the pages"))
    made = pdf.make(paper, language=document.language)
    _report(document, 95, _("Storing the file"))
    name = default_storage.save(secret_name("documents", ".pdf"), ContentFile(made.content))
    digest = hashlib.sha256(made.content).hexdigest()
    stored = transitions.StoredFile(name, digest, len(made.content), made.pages, paper.keep)
    if not transitions.finish(document, stored):
        default_storage.delete(name)
        raise TakenOverError


def _report(document: Document, percent: int, step: str) -> None:
    if not transitions.report(document, percent, step):
        raise TakenOverError
