"""An issue's words in another language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from newsletters.models import BlockTranslation, Issue, IssueTranslation


@dataclass(frozen=True)
class Translated:
    """One block's words in the other language."""

    heading: str
    text: str
    alternative: str = ""


@transaction.atomic
def translate(*, issue: Issue, language: str, title: str, preamble: str, blocks: Mapping[int, Translated]) -> None:
    """Save an issue's words in a language; blocks without a heading stand as they were written.

    Raises ValidationError (`language`, `not_editable`).
    """
    if language == settings.LANGUAGE_CODE or language not in dict(settings.LANGUAGES):
        raise ValidationError(_("Choose a language that the house has."), code="language")
    held = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if not held.is_editable:
        raise ValidationError(
            _("This issue has been approved: take it back first, then change it."), code="not_editable"
        )
    head = {"title": title, "preamble": preamble, "of_version": held.version}
    IssueTranslation.objects.update_or_create(issue=held, language=language, defaults=head)
    for block in held.blocks.all():
        words = blocks.get(block.pk)
        if words is None or not words.heading:
            block.translations.filter(language=language).delete()
            continue
        values = {"heading": words.heading, "text": words.text, "alternative": words.alternative}
        BlockTranslation.objects.update_or_create(block=block, language=language, defaults=values)
