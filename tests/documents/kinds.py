"""A kind of document of the tests' own, as a room above would fill the slot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from documents.slots import Paper, Progress, SubjectGoneError


@dataclass
class Leaflet:
    """A leaflet about nothing. `readers` and `requesters` are primary keys; `error` is raised while building."""

    readers: set[int] = field(default_factory=set)
    requesters: set[int] = field(default_factory=set)
    error: Exception | None = None
    name: str = "Ett blad"
    context: dict[str, Any] = field(default_factory=dict)
    template: str = "documents/paper.html"
    built: int = 0
    during: Any = None

    def title(self, subject: str) -> str:
        if subject == "gone":
            raise SubjectGoneError
        return self.name

    def may_request(self, user: User, subject: str) -> bool:
        return user.pk in self.requesters

    def may_read(self, user: User, subject: str) -> bool:
        return user.pk in self.readers

    def build(self, subject: str, language: str, progress: Progress) -> Paper:
        self.built += 1
        progress(50, "Halvvägs")
        if self.during:
            self.during()
        if self.error:
            raise self.error
        return Paper(self.template, self.context, self.name, sources="Källa: provet.")
