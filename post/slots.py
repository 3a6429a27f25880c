"""Where replies go, and what else readers may choose.

A room that writes to people fills `THREADS` with what takes their answers; the key is the first two words of a
thread ("incidents:report" of "incidents:report:17"). A room whose lists have more to choose than whether one reads
them fills `READER_PAGES` with a page of its own, which the page of preferences links to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from common.slots import Slot

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from accounts.models import User


@dataclass(frozen=True)
class Attachment:
    """A file that came with a message: its name as given, its declared type, its bytes. Believe none of them."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Reply:
    """What somebody wrote back.

    `text` is without quotation and signature, `whole_text` is all of it. `attached_by` is the id of the person who
    decided that it belongs here, None where the reply address and the sender's address decided.
    """

    sender: str
    subject: str
    text: str
    whole_text: str
    attachments: tuple[Attachment, ...]
    received_at: datetime
    attached_by: int | None = None


@dataclass(frozen=True)
class ThreadLink:
    """A thread in words, and where it is read."""

    title: str
    url: str


class ThreadGoneError(Exception):
    """The thread does not exist any longer, or takes no replies: the message waits for a person."""


class Thread(Protocol):
    """A kind of thread. Everything happens in the caller's transaction."""

    @property
    def label(self) -> StrOrPromise:
        """What a thread of this kind is called, for a person who chooses where a message belongs."""

    def receive(self, thread_id: str, reply: Reply) -> None:
        """Take a reply. Raises ThreadGoneError."""

    def find(self, words: str, user: User) -> str | None:
        """Return the id of the thread that a person names, by number say, and may change; else None."""

    def link(self, thread_id: str, user: User) -> ThreadLink | None:
        """Return how a thread is called and where it is read, for those who may; else None."""


THREADS: Slot[Thread] = Slot("post.threads")


@dataclass(frozen=True)
class ReaderPage:
    """A page where readers of some lists choose more; `address` takes the token of the mail they came by."""

    label: StrOrPromise
    about: StrOrPromise
    list_keys: str
    address: Callable[[str], str]


READER_PAGES: Slot[ReaderPage] = Slot("post.reader_pages")


def take_apart(thread: str) -> tuple[Thread | None, str]:
    """Return what takes the replies of "room:kind:id", and the id."""
    kind, _colon, thread_id = thread.rpartition(":")
    return THREADS.get(kind), thread_id
