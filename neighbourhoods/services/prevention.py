"""The prevention checklist: its drafts, their publishing, and the counting of answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from secrets import token_hex

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock
from neighbourhoods.models import ChecklistItem, ChecklistVersion

MOST_ITEMS = 40
ONE_DAY = 86_400  # seconds


@dataclass(frozen=True)
class ItemText:
    """One question as the editor wrote it; an empty key is a new question."""

    topic: str
    question: str
    advice: str
    key: str = ""


@transaction.atomic
def begin_draft(*, language: str, by: User) -> ChecklistVersion:
    """Return the draft of a language, made as a copy of what is published if there is none."""
    _one_at_a_time(language)
    held = ChecklistVersion.objects.filter(language=language).order_by("-number").first()
    if held is not None and held.is_draft:
        return held
    draft = ChecklistVersion.objects.create(language=language, number=held.number + 1 if held else 1)
    source = ChecklistVersion.objects.latest_published(language)
    for item in source.items.all() if source else ():
        item.pk, item.version = None, draft
        item.save(force_insert=True)
    audit(
        actor=by, action="checklist.draft_begun", object_type="neighbourhoods.checklistversion", object_id=str(draft.pk)
    )
    return draft


@transaction.atomic
def save_draft(*, draft: ChecklistVersion, items: Iterable[ItemText]) -> None:
    """Store a draft's questions in the order given. Raises ValidationError: `published`, `too_many`, `empty`."""
    _require_draft(draft)
    rows = list(items)
    if len(rows) > MOST_ITEMS:
        raise ValidationError(_("A checklist holds at most %(most)d questions."), "too_many", {"most": MOST_ITEMS})
    if not rows:
        raise ValidationError(_("A checklist needs at least one question."), "empty")
    known = set(ChecklistItem.objects.values_list("key", flat=True))
    draft.items.all().delete()
    for place, row in enumerate(rows):
        key = row.key if row.key in known else f"q-{token_hex(4)}"
        item = ChecklistItem(
            version=draft, key=key, topic=row.topic, place=place, question=row.question, advice=row.advice
        )
        item.full_clean(validate_constraints=False)
        item.save()


@transaction.atomic
def publish_checklist(*, draft: ChecklistVersion, by: User) -> ChecklistVersion:
    """Let a draft be what everybody gets from now on. Raises ValidationError: `published`, `empty`."""
    _require_draft(draft)
    if not draft.items.exists():
        raise ValidationError(_("A checklist needs at least one question."), "empty")
    draft.published_at, draft.published_by = clock.now(), by
    draft.save(update_fields=["published_at", "published_by"])
    audit(
        actor=by, action="checklist.published", object_type="neighbourhoods.checklistversion", object_id=str(draft.pk)
    )
    return draft


@transaction.atomic
def discard_draft(*, draft: ChecklistVersion, by: User) -> None:
    """Throw a draft away. Raises ValidationError `published`."""
    _require_draft(draft)
    audit(
        actor=by, action="checklist.discarded", object_type="neighbourhoods.checklistversion", object_id=str(draft.pk)
    )
    draft.delete()


def count_answers(*, answers: Mapping[str, str], form_token: str) -> bool:
    """Count each answer once per form sent; False if this form has been counted already."""
    if not cache.add(f"checklist:{form_token}", 1, timeout=ONE_DAY):
        return False
    month = clock.today().replace(day=1)
    rows = sorted((key, answer) for key, answer in answers.items() if answer)
    with connection.cursor() as cursor:
        cursor.executemany(_COUNT, [(month, key, answer) for key, answer in rows])
    return True


_COUNT = """
INSERT INTO neighbourhoods_checklistcount (month, key, answer, times) VALUES (%s, %s, %s, 1)
ON CONFLICT (month, key, answer) DO UPDATE SET times = neighbourhoods_checklistcount.times + 1
"""


def _note(draft: ChecklistVersion, action: str, by: User) -> None:
    audit(actor=by, action=action, object_type="neighbourhoods.checklistversion", object_id=str(draft.pk))


def _require_draft(draft: ChecklistVersion) -> None:
    held = ChecklistVersion.objects.select_for_update().filter(pk=draft.pk).first()
    if held is None or not held.is_draft:
        raise ValidationError(_("This version has been published. Begin a new draft to change it."), "published")


def _one_at_a_time(language: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"checklist:{language}"])
