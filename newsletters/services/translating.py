"""An issue's words in another language: written, held against overwriting and approved as the issue itself is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from newsletters.models import Block, BlockTranslation, Issue, IssueTranslation
from newsletters.services.writing import hold, saved


@dataclass(frozen=True)
class Translated:
    """One block's words in the other language."""

    heading: str
    text: str
    alternative: str = ""


@transaction.atomic
def translate(
    *,
    issue: Issue,
    version: int,
    language: str,
    title: str,
    preamble: str,
    blocks: Mapping[int, Translated],
    by: User,
) -> Issue:
    """Save an issue's words in a language; blocks without a heading stand as they were written.

    Raises ValidationError (`language`, `not_editable`, `changed`) and saves nothing then.
    """
    if language == settings.LANGUAGE_CODE or language not in dict(settings.LANGUAGES):
        raise ValidationError(_("Choose a language that the house has."), code="language")
    held = hold(issue, version)
    before = _newest(held)
    head = held.translations.filter(language=language).first() or IssueTranslation(issue=held, language=language)
    if head.pk is None or (head.title, head.preamble) != (title, preamble):
        head.title, head.preamble, head.written_by = title, preamble, by
    head.save()
    for block in held.blocks.all():
        _translate_block(block, language, blocks.get(block.pk), by)
    written = saved(held, by)
    # What was true to the words of the version before is so still: only a translation has been written.
    still_true = Q(language=language) | Q(of_version__gte=before)
    written.translations.filter(still_true).update(of_version=_newest(written))
    return written


def _newest(issue: Issue) -> int:
    return issue.versions.order_by("-number").values_list("number", flat=True)[0]


def _translate_block(block: Block, language: str, words: Translated | None, by: User) -> None:
    if words is None or not words.heading:
        block.translations.filter(language=language).delete()
        return
    held = block.translations.filter(language=language).first() or BlockTranslation(block=block, language=language)
    if (held.heading, held.text, held.alternative) != (words.heading, words.text, words.alternative):
        held.heading, held.text, held.alternative = words.heading, words.text, words.alternative
        held.written_by = by
        held.save()
