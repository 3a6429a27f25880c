"""Writing an issue, without overwriting what somebody else has saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from newsletters import transitions
from newsletters.lifecycle import IssueStatus
from newsletters.models import Block, Issue


@dataclass(frozen=True)
class BlockText:
    """What an editor typed into one block; `pk` is None for a new one."""

    pk: int | None
    kind: str
    heading: str
    text: str


@transaction.atomic
def write(*, issue: Issue, version: int, title: str, preamble: str, blocks: Sequence[BlockText], by: User) -> Issue:
    """Save the text of an issue. Raises ValidationError (`changed`, `not_editable`) and saves nothing then."""
    held = Issue.objects.select_for_update(of=("self",)).select_related("series").get(pk=issue.pk)
    if held.version != version:
        raise ValidationError(
            _("Somebody else has saved this issue since you opened it. Copy what you wrote and reload the page."),
            code="changed",
        )
    if not held.is_editable:
        raise ValidationError(
            _("This issue has been approved: take it back first, then change it."), code="not_editable"
        )
    held.title, held.preamble = title, preamble
    held.version += 1
    held.save(update_fields=["title", "preamble", "version"])
    _save_blocks(held, blocks, by)
    if held.status != IssueStatus.DRAFT:
        held = transitions.move(held.pk, IssueStatus.DRAFT, by=by, reason="text_changed")
    return held


def _save_blocks(issue: Issue, blocks: Sequence[BlockText], by: User) -> None:
    existing = {block.pk: block for block in issue.blocks.all()}
    kept = set()
    for position, typed in enumerate(blocks, start=1):
        block = existing.get(typed.pk or 0) or Block(issue=issue)
        if (block.heading, block.text, block.kind) != (typed.heading, typed.text, typed.kind):
            block.written_by = by
        block.heading, block.text, block.kind, block.position = typed.heading, typed.text, typed.kind, position
        block.save()
        kept.add(block.pk)
    issue.blocks.exclude(pk__in=kept).delete()
