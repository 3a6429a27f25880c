"""What a person does with mail that came in and that nobody understood, or believed, by itself."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common.crypto import UndecipherableError, decrypt
from post import transitions
from post.inbound.handling import hand_over, reply_of
from post.lifecycle import IncomingStatus
from post.models import IncomingMessage
from post.slots import THREADS


def _noted(message: IncomingMessage, by: User, action: str) -> None:
    audit(actor=by, action=f"post.{action}", object_type="post.incomingmessage", object_id=str(message.pk))


def _bytes_of(message: IncomingMessage) -> bytes:
    try:
        return decrypt(bytes(message.raw))
    except UndecipherableError as error:
        raise ValidationError(
            _("Its text can't be read: the key that wrote it is missing. Tell whoever runs the site."),
            code="unreadable",
        ) from error


@transaction.atomic
def read_incoming(*, message: IncomingMessage, by: User, action: str = "incoming_read") -> bytes:
    """Return the message as it came; that it was read is noted. Raises ValidationError (code `unreadable`)."""
    _noted(message, by, action)
    return _bytes_of(message)


@transaction.atomic
def attach(*, message: IncomingMessage, kind: str, words: str, by: User) -> IncomingMessage:
    """Bring a message to the thread that a person names, as a reply.

    Raises ValidationError where they name none that they may change (code `no_thread`) or the message can't be read
    (`unreadable`), and MoveRefusedError for a message that has been taken care of.
    """
    row = IncomingMessage.objects.select_for_update().get(pk=message.pk)
    taker = THREADS.get(kind)
    thread_id = taker.find(words, by) if taker is not None else None
    if thread_id is None:
        raise ValidationError(_("There is no such matter. Look at the number once more."), code="no_thread")
    thread = f"{kind}:{thread_id}"
    moved = transitions.move_incoming(row.pk, IncomingStatus.HANDLED, actor=by, reason="attached", thread=thread)
    there, _reason = hand_over(thread, reply_of(row, _bytes_of(row), attached_by=by.pk))
    if there != IncomingStatus.HANDLED:
        raise ValidationError(_("This matter takes no replies any longer."), code="no_thread")
    _noted(message, by, "incoming_attached")
    return moved


def set_aside(*, message: IncomingMessage, by: User) -> IncomingMessage:
    """Say that nothing more need be done. Raises MoveRefusedError."""
    return transitions.move_incoming(message.pk, IncomingStatus.HANDLED, actor=by, reason="set_aside")


def look_again(*, message: IncomingMessage, by: User) -> IncomingMessage:
    """Let a message that was taken care of wait for a person once more. Raises MoveRefusedError."""
    return transitions.move_incoming(message.pk, IncomingStatus.WAITING, actor=by, reason="look_again")


@transaction.atomic
def delete_incoming(*, message: IncomingMessage, by: User) -> None:
    """Delete a message for good: unwanted mail, or what should never have been sent to us."""
    _noted(message, by, "incoming_deleted")
    message.delete()
