"""The only writers of a document's state. Each takes the row's lock, checks the move, appends an event."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from common import clock
from common.moves import may_move, require_move
from documents.lifecycle import MOVES, DocumentState, Failure
from documents.models import Document, DocumentEvent

if TYPE_CHECKING:
    from accounts.models import User

# How long a worker may be silent. Every reported step renews it; longer than the task's hard time limit.
LEASE = timedelta(minutes=4)
MOST_ATTEMPTS = 3


@dataclass(frozen=True)
class StoredFile:
    """A file that lies in private storage."""

    name: str
    sha256: str
    bytes: int
    pages: int
    keep: timedelta


def _move(document: Document, there: DocumentState, *, reason: str = "", by: User | None = None, **fields: Any) -> None:
    """Move a row whose lock is held."""
    here = DocumentState(document.state)
    require_move(MOVES, here, there)
    document.state = there
    for name, value in fields.items():
        setattr(document, name, value)
    document.save(update_fields=["state", *fields])
    DocumentEvent.objects.create(document=document, moved_from=here, moved_to=there, reason=reason, actor=by)


def _locked(pk: uuid.UUID | str) -> Document:
    return Document.objects.select_for_update(no_key=True).get(pk=pk)


@transaction.atomic
def create(*, kind: str, subject: str, title: str, language: str, by: User) -> Document:
    """Write the request down."""
    document = Document.objects.create(kind=kind, subject=subject, title=title, language=language, requested_by=by)
    DocumentEvent.objects.create(document=document, moved_to=DocumentState.REQUESTED, actor=by)
    return document


@transaction.atomic
def claim(pk: uuid.UUID | str) -> Document | None:
    """Take a requested document for this worker, or return None: gone, taken or done already."""
    document = Document.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=pk).first()
    if document is None or not may_move(MOVES, DocumentState(document.state), DocumentState.RENDERING):
        return None
    _move(
        document,
        DocumentState.RENDERING,
        claim=uuid.uuid4(),
        lease_until=clock.now() + LEASE,
        attempts=document.attempts + 1,
        progress=0,
        step="",
        failure="",
    )
    return document


def report(document: Document, percent: int, step: str) -> bool:
    """Note how far the work has come and renew the lease; False when another worker has taken over."""
    held = Document.objects.filter(pk=document.pk, state=DocumentState.RENDERING, claim=document.claim)
    changed = held.update(progress=max(0, min(percent, 99)), step=step[:120], lease_until=clock.now() + LEASE)
    return changed == 1


@transaction.atomic
def finish(document: Document, stored: StoredFile) -> bool:
    """Note that the file is stored; False when another worker has taken over and this file is nobody's."""
    held = _locked(document.pk)
    if held.state != DocumentState.RENDERING or held.claim != document.claim:
        return False
    now = clock.now()
    _move(
        held,
        DocumentState.READY,
        file_name=stored.name,
        sha256=stored.sha256,
        bytes=stored.bytes,
        pages=stored.pages,
        progress=100,
        step="",
        ready_at=now,
        expires_at=now + stored.keep,
        claim=None,
        lease_until=None,
    )
    return True


@transaction.atomic
def fail(document: Document, failure: Failure) -> bool:
    """Note why it could not be made; False when another worker has taken over."""
    held = _locked(document.pk)
    if held.state != DocumentState.RENDERING or held.claim != document.claim:
        return False
    _move(held, DocumentState.FAILED, reason=failure, failure=failure, claim=None, lease_until=None)
    return True


@transaction.atomic
def release(pk: uuid.UUID | str) -> bool:
    """Put a document whose worker died back in the queue, or give up after three attempts; True if requested."""
    held = _locked(pk)
    if held.state != DocumentState.RENDERING or held.lease_until is None or held.lease_until >= clock.now():
        return False
    if held.attempts >= MOST_ATTEMPTS:
        failure = Failure.WORKER_DIED
        _move(held, DocumentState.FAILED, reason=failure, failure=failure, claim=None, lease_until=None)
        return False
    _move(held, DocumentState.REQUESTED, reason="worker_died", claim=None, lease_until=None, asked_at=clock.now())
    return True


@transaction.atomic
def ask_again(pk: uuid.UUID | str, *, by: User) -> Document:
    """Put a failed document back in the queue. Raises MoveRefusedError if it did not fail."""
    held = _locked(pk)
    _move(
        held,
        DocumentState.REQUESTED,
        reason="retry",
        by=by,
        attempts=0,
        progress=0,
        step="",
        failure="",
        asked_at=clock.now(),
    )
    return held


@transaction.atomic
def forget(*, kind: str, subjects: Collection[str]) -> list[str]:
    """Note that files have to go whose subject was erased, and return their names; what is being made begins anew."""
    wanted = Document.objects.filter(kind=kind, subject__in=subjects).order_by("pk").select_for_update(no_key=True)
    names = []
    for held in wanted.filter(state__in=(DocumentState.READY, DocumentState.RENDERING)):
        if held.state == DocumentState.READY:
            names.append(held.file_name)
            _move(held, DocumentState.EXPIRED, reason="erased", file_name="")
        else:
            _move(held, DocumentState.REQUESTED, reason="erased", claim=None, lease_until=None, asked_at=clock.now())
    return names


@transaction.atomic
def expire(pk: uuid.UUID | str) -> str:
    """Note that the file's time is out and return the name it had, or an empty string if it was done already."""
    held = _locked(pk)
    if held.state != DocumentState.READY or held.expires_at is None or held.expires_at >= clock.now():
        return ""
    name = held.file_name
    _move(held, DocumentState.EXPIRED, reason="time_out", file_name="")
    return name
