"""Where replies go, what else readers may choose, and whose a telephone number is.

A room that writes to people fills `THREADS` with what takes their answers; the key is the first two words of a
thread ("incidents:report" of "incidents:report:17"). A room whose lists have more to choose than whether one reads
them fills `READER_PAGES` with a page of its own, which the page of preferences links to. One that keeps
telephone numbers beside addresses fills `PHONE_BOOKS`, so that text messages are found with their person. One that
writes to people who stand in no list fills `COMPLAINTS`, so that whoever calls its mail unwanted gets no more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import F, Func, Value

from common.slots import Slot

if TYPE_CHECKING:
    from django.db.models import QuerySet
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
COMPLAINTS: Slot[Callable[[str], object]] = Slot("post.complaints")
"""Called with the address, in the transaction that notes the complaint."""


@dataclass(frozen=True)
class PhoneBook:
    """Rows with a telephone number beside an address, as somebody typed them: nobody has proved that they belong."""

    rows: Callable[[], QuerySet[Any]]
    email: str = "email"
    phone: str = "phone"

    def phones_of(self, address: str) -> set[str]:
        """Return the numbers beside an address, as they were typed."""
        mine = self.rows().filter(**{f"{self.email}__iexact": address}).exclude(**{self.phone: ""})
        return set(mine.values_list(self.phone, flat=True))

    def addresses_of(self, number: str) -> set[str]:
        """Return the addresses, in small letters, beside a number like +46701234567, however it was typed."""
        digits = Func(F(self.phone), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
        same = self.rows().alias(digits=digits).filter(digits__endswith=number[-9:]).exclude(**{self.email: ""})
        return {address.lower() for address in same.values_list(self.email, flat=True)}


PHONE_BOOKS: Slot[PhoneBook] = Slot("post.phone_books")


def take_apart(thread: str) -> tuple[Thread | None, str]:
    """Return what takes the replies of "room:kind:id", and the id."""
    kind, _colon, thread_id = thread.rpartition(":")
    return THREADS.get(kind), thread_id
