"""Composes one issue for one kind of reader: subject, HTML and a text that reads well alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from newsletters.figures import Ground, Part, Place, Words, parts_for, words_of
from newsletters.models import Issue

EVERYWHERE = Place()


@dataclass(frozen=True)
class Letter:
    """A composed issue."""

    subject: str
    html: str
    text: str
    parts: list[Part]


@dataclass
class Composer:
    """Composes an issue in one language for any number of places: its words and the ground are made once.

    `source_of` gives the address of a block's picture: in a mail it travels along. Without the two addresses the
    letter is the web edition's or a preview's.
    """

    issue: Issue
    language: str = settings.LANGUAGE_CODE
    ground: Ground = field(default_factory=Ground)
    unsubscribe_url: str = ""
    preferences_url: str = ""
    source_of: Callable[[int], str] = "cid:block-{}.jpg".format

    def __post_init__(self) -> None:
        with translation.override(self.language):
            self.words: Words = words_of(self.issue, self.language)

    def parts(self, place: Place = EVERYWHERE) -> list[Part]:
        """Return the issue's parts for a place, for a page or a paper."""
        with translation.override(self.language):
            return parts_for(self.words, place, self.ground, self.language)

    def letter(self, place: Place = EVERYWHERE) -> Letter:
        """Return the letter for a place."""
        parts = self.parts(place)
        with translation.override(self.language):
            context = self._context(parts)
            html = render_to_string("newsletters/mail/letter.html", context)
            text = render_to_string("newsletters/mail/letter.txt", context)
        return Letter(subject=self.words.title, html=html, text=text, parts=parts)

    def _context(self, parts: list[Part]) -> dict[str, object]:
        return {
            "issue": self.issue,
            "words": self.words,
            "parts": [(part, self.source_of(part.picture) if part.picture else "") for part in parts],
            "language": self.language,
            "municipality": settings.MUNICIPALITY,
            "unsubscribe_url": self.unsubscribe_url,
            "preferences_url": self.preferences_url,
            "web_url": settings.BASE_URL.rstrip("/") + self.issue.get_absolute_url(),
        }
