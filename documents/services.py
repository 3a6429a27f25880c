"""What other rooms and the pages ask of documents."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from common import clock
from common.wake import wake_after_commit
from documents import tasks, transitions
from documents.lifecycle import DocumentState
from documents.models import Document
from documents.slots import KINDS, Kept, SubjectGoneError

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

SAME_REQUEST = timedelta(minutes=1)


@transaction.atomic
def request_document(*, kind: str, subject: str, by: User, language: str = "sv") -> Document:
    """Ask for a document; a worker makes it. The same request within a minute returns the one on its way.

    Raises ValidationError (`unknown_kind`, `subject_gone`) and PermissionDenied.
    """
    held = KINDS.get(kind)
    if held is None:
        raise ValidationError(_("There is no such kind of document."), code="unknown_kind")
    if "\x00" in subject:
        raise ValidationError(_("What the document is about does not exist any more."), code="subject_gone")
    if not by.has_perm("documents.request_document") or not held.may_request(by, subject):
        raise PermissionDenied
    # One person's requests stand in line, so that a double tap cannot make two.
    get_user_model().objects.select_for_update(no_key=True).filter(pk=by.pk).first()
    same = _running(kind=kind, subject=subject, by=by, language=language)
    if same is not None:
        return same
    try:
        with translation.override(language):
            title = held.title(subject)[:200]
    except SubjectGoneError as error:
        raise ValidationError(_("What the document is about does not exist any more."), code="subject_gone") from error
    document = transitions.create(kind=kind, subject=subject, title=title, language=language, by=by)
    wake_after_commit(tasks.render, str(document.pk))
    return document


def _running(*, kind: str, subject: str, by: User, language: str) -> Document | None:
    since = clock.now() - SAME_REQUEST
    mine = Document.objects.filter(requested_by=by, kind=kind, subject=subject, language=language)
    return mine.filter(created_at__gt=since).exclude(state__in=[DocumentState.FAILED, DocumentState.EXPIRED]).first()


@transaction.atomic
def retry(*, document: Document, by: User) -> Document:
    """Have a failed document made again. Raises MoveRefusedError if it did not fail."""
    held = transitions.ask_again(document.pk, by=by)
    wake_after_commit(tasks.render, str(held.pk))
    return held


def may_read(user: User | AnonymousUser, document: Document) -> bool:
    """Tell whether a person may read a document now.

    Having asked for it once is not enough: whoever has left the role does not read on. Where the kind is not
    made any more only the one who asked remains. Some kinds are kept from those who see every document, too.
    """
    if not user.is_authenticated:
        return False
    kind = KINDS.get(document.kind)
    if user.has_perm("documents.see_all_documents") and not isinstance(kind, Kept):
        return True
    if kind is None:
        return document.requested_by_id == user.pk
    return kind.may_read(user, document.subject)


def readable(user: User | AnonymousUser, pk: uuid.UUID) -> Document:
    """Return a document that a person may read. Raises Http404 otherwise, whether it exists or not."""
    document = Document.objects.filter(pk=pk).first()
    if document is None or not may_read(user, document):
        raise Http404
    return document


@transaction.atomic
def forget_documents(*, kind: str, subjects: Collection[str]) -> int:
    """Delete the files about subjects whose words were erased, once that is certain. Returns how many."""
    names = transitions.forget(kind=kind, subjects=subjects)
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))
    return len(names)
