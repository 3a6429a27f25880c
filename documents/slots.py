"""The slot for kinds of documents. A room above fills it in its `apps.py`; this room knows no domain words.

from documents.slots import KINDS
KINDS.fill("area_summary", AreaSummary())
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from common.slots import Slot

if TYPE_CHECKING:
    from accounts.models import User

# Called with percent done (0-100) and a sentence in the document's language that says what is being done.
Progress = Callable[[int, str], None]

KEEP = timedelta(days=90)


class SubjectGoneError(Exception):
    """What the document is about does not exist any more. `build` and `title` may raise it."""


@dataclass(frozen=True)
class Paper:
    """What goes on paper: a template that extends `documents/paper.html`, its context, and the title.

    `subtitle` stands under the title, `foot` in the foot of every sheet (the title when empty) and
    `sources` last: where the figures come from and of which date.
    """

    template: str
    context: Mapping[str, Any]
    title: str
    subtitle: str = ""
    foot: str = ""
    sources: str = ""
    description: str = ""
    keep: timedelta = field(default=KEEP)


class DocumentKind(Protocol):
    """One kind of document. `subject` is the id, as text, of what the document is about."""

    def title(self, subject: str) -> str:
        """Return the document's title in the language that is active."""

    def may_request(self, user: User, subject: str) -> bool:
        """Tell whether a person may have this document made."""

    def may_read(self, user: User, subject: str) -> bool:
        """Tell whether a person may read it; asked at every download, for scope changes over time."""

    def build(self, subject: str, language: str, progress: Progress) -> Paper:
        """Gather what goes on paper, in the language, which is active already. Runs in a worker."""


class Kept:
    """A kind inherits this where its papers hold what even a person who sees every document is not to read for that.

    Then the kind's own `may_read` rules alone: of a contact list with people's phone numbers, say.
    """


KINDS: Slot[DocumentKind] = Slot("documents.kinds")
