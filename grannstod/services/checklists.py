"""Versions of the checklist: changed in a draft, published whole."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from grannstod.figures.steps import lines_of
from grannstod.models import ChecklistLine, ChecklistVersion


@transaction.atomic
def draft_checklist() -> ChecklistVersion:
    """Return the draft of the next version: the one begun already, else a copy of what is in force."""
    ChecklistVersion.objects.select_for_update().first()
    begun = ChecklistVersion.objects.filter(published_at=None).first()
    if begun is not None:
        return begun
    current = ChecklistVersion.objects.in_force()
    draft = ChecklistVersion.objects.create(number=current.number + 1 if current else 1)
    for line in lines_of(current):
        ChecklistLine.objects.create(
            version=draft, kind=line.kind, position=line.position, text=line.text, is_police=line.is_police
        )
    return draft


@transaction.atomic
def publish_checklist(*, version_id: int, by: User | None) -> ChecklistVersion:
    """Put a version in force for every patrol that starts from now on; those under way keep theirs.

    Raises ValidationError (`published`, `empty`).
    """
    version = ChecklistVersion.objects.select_for_update().get(pk=version_id)
    if version.published_at is not None:
        raise ValidationError(_("This version is published already."), code="published")
    if not version.lines.filter(is_active=True).exists():
        raise ValidationError(_("A checklist needs at least one line."), code="empty")
    version.published_at, version.published_by = clock.now(), by
    version.save(update_fields=["published_at", "published_by"])
    return version
