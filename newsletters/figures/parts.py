"""The blocks of an issue as one kind of reader gets them, on the web, in the mail and on paper alike."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from newsletters.figures.ground import Ground, Item
from newsletters.figures.local import Place, Statistics
from newsletters.figures.words import as_html, as_text
from newsletters.models import Block, BlockTranslation, Issue

Kind = Block.Kind
WRITTEN_IN = settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Part:
    """One block as readers get it, with the languages of its heading and its text; `picture` is its block's number."""

    heading: str
    html: SafeString
    text: str
    language: str
    text_language: str
    kind: str
    statistics: list[Statistics] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    nothing: str = ""
    action: tuple[str, str] | None = None
    picture: int | None = None
    alternative: str = ""


@dataclass(frozen=True)
class Written:
    """One block's words, as HTML and as text, made once for all places."""

    block: Block
    heading: str
    html: SafeString
    text: str
    language: str
    text_language: str
    alternative: str


@dataclass(frozen=True)
class Words:
    """An issue's heading, preamble and blocks in one language; what is not translated stands as it was written."""

    title: str
    preamble: str
    language: str
    blocks: list[Written]


def words_of(issue: Issue, language: str = WRITTEN_IN) -> Words:
    """Return an issue's words in a language, in three queries at most."""
    blocks = list(issue.blocks.select_related("tip").prefetch_related("translations"))
    if language == WRITTEN_IN:
        return Words(issue.title, issue.preamble, language, [_written(block) for block in blocks])
    head = issue.translations.filter(language=language).first()
    found = {held.block_id: held for block in blocks for held in block.translations.all() if held.language == language}
    shown = [_written(block, language, found.get(block.pk)) for block in blocks]
    if head is None:
        return Words(issue.title, issue.preamble, WRITTEN_IN, shown)
    return Words(head.title, head.preamble, language, shown)


def _written(block: Block, language: str = WRITTEN_IN, translated: BlockTranslation | None = None) -> Written:
    held = translated or block
    # Where only the heading is translated its readers get the text as it was written, not a heading with nothing.
    text = (translated.text if translated else "") or block.words
    return Written(
        block=block,
        heading=held.heading,
        html=as_html(text),
        text=as_text(text),
        language=language if translated else WRITTEN_IN,
        text_language=language if translated and translated.text else WRITTEN_IN,
        alternative=held.alternative or block.alternative,
    )


def parts_for(words: Words, place: Place, ground: Ground, language: str) -> list[Part]:
    """Return an issue's parts for a place; what the house fills in is in the language that is active."""
    return [_part(written, place, ground, language) for written in words.blocks]


def _part(written: Written, place: Place, ground: Ground, language: str) -> Part:
    kind = written.block.kind
    items: list[Item] = []
    nothing, action = "", None
    if kind == Kind.TRAININGS:
        items, nothing = ground.trainings(language), _("No training is open for sign-up just now.")
    elif kind == Kind.CALENDAR:
        items, nothing = ground.days(place.around, language), _("Nothing is in the calendar for the coming weeks.")
    elif kind == Kind.VOLUNTEERS:
        action = _("I want to take part"), settings.BASE_URL.rstrip("/") + reverse("take_part")
    return Part(
        heading=written.heading,
        html=written.html,
        text=written.text,
        language=written.language,
        text_language=written.text_language,
        kind=kind,
        statistics=ground.statistics(place) if kind == Kind.STATISTICS else [],
        items=items,
        nothing="" if items else nothing,
        action=action,
        picture=written.block.pk if written.block.picture else None,
        alternative=written.alternative,
    )
