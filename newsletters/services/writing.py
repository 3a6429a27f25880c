"""Writing an issue by several hands, without overwriting what somebody else has saved; every version is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import PartnerAccess, User
from newsletters import transitions
from newsletters.lifecycle import IssueStatus
from newsletters.models import Block, BlockTranslation, Issue, Tip, Version

Author = User | PartnerAccess


@dataclass(frozen=True)
class BlockText:
    """What an editor typed into one block; `pk` is None for a new one, `picture` empty to keep the one there is."""

    pk: int | None
    kind: str
    heading: str
    text: str
    tip: int | None = None
    picture: str = ""
    alternative: str = ""


def names_of(by: Author | None) -> dict[str, Author | None]:
    """Return whoever wrote as a row keeps it: with an account, or let in from another organisation."""
    return {
        "author": by if isinstance(by, User) else None,
        "partner": by if isinstance(by, PartnerAccess) else None,
    }


@transaction.atomic
def write(*, issue: Issue, version: int, title: str, preamble: str, blocks: Sequence[BlockText], by: User) -> Issue:
    """Save the text of an issue.

    Raises ValidationError (`changed`, `not_editable`, `no_alternative`) and saves nothing then.
    """
    held = hold(issue, version)
    held.title, held.preamble = title, preamble
    held.save(update_fields=["title", "preamble"])
    _save_blocks(held, blocks, by)
    return saved(held, by)


@transaction.atomic
def write_own(*, issue: Issue, version: int, block: Block | None, heading: str, text: str, by: PartnerAccess) -> Issue:
    """Save one text of an outside author: a new block, or one of their own. Raises ValidationError as `write` does.

    What others have saved meanwhile hinders nobody here: only the author's own text is touched.
    """
    held = _hold_own(issue, version, block, by)
    if block is None:
        last = held.blocks.order_by("-position").values_list("position", flat=True).first() or 0
        block = Block(issue=held, position=min(last + 1, 32_000), partner=by)
    block.heading, block.text = heading, text
    block.save()
    return saved(held, by)


@transaction.atomic
def remove_own(*, issue: Issue, version: int, block: Block, by: PartnerAccess) -> Issue:
    """Take back a text of an outside author's own; the version before keeps it. Raises ValidationError as `write`."""
    held = _hold_own(issue, version, block, by)
    block.delete()
    return saved(held, by)


def _hold_own(issue: Issue, version: int, block: Block | None, by: PartnerAccess) -> Issue:
    held = hold(issue)
    if held.versions.filter(number__gt=version, partner=by).exists():
        raise ValidationError(_who_was_first(held), code="changed")
    if block is not None and (block.partner != by or block.issue_id != held.pk):
        raise ValidationError(_("You can change the texts you have written yourself."), code="not_yours")
    return held


def hold(issue: Issue, version: int | None = None) -> Issue:
    """Return an issue to write in, under its lock. Raises ValidationError (`not_editable`, `changed`)."""
    held = Issue.objects.select_for_update(of=("self",)).select_related("series").get(pk=issue.pk)
    if not held.is_editable:
        raise ValidationError(
            _("This issue has been approved: take it back first, then change it."), code="not_editable"
        )
    if version is not None and held.version != version:
        raise ValidationError(_who_was_first(held), code="changed")
    if not held.versions.exists():
        _keep_version(held, None)
    return held


def _who_was_first(issue: Issue) -> str:
    last = issue.versions.select_related("author", "partner").last()
    words = _(
        "%(who)s has saved this issue since you opened it. Nothing of yours is saved, and nothing of theirs lost."
    )
    return words % {"who": (last.who if last else "") or _("Somebody else")}


def saved(held: Issue, by: Author) -> Issue:
    """Note what was written as a version; an issue that waits for approval is being written again."""
    held.version += 1
    held.save(update_fields=["version"])
    _keep_version(held, by)
    if held.status != IssueStatus.DRAFT:
        actor = by if isinstance(by, User) else None
        held = transitions.move(held.pk, IssueStatus.DRAFT, by=actor, reason="text_changed")
    return held


def _keep_version(issue: Issue, by: Author | None) -> None:
    lines = [f"# {issue.title}", issue.preamble]
    for block in issue.blocks.select_related("tip"):
        lines += ["", f"## {block.heading} ({block.get_kind_display()})", block.words]
        lines += [str(block.tip)] if block.tip else []
        lines += [f"[{block.alternative}]"] if block.alternative else []
    for head in issue.translations.order_by("language"):
        lines += ["", f"# {head.title} ({head.language})", head.preamble]
        for words in BlockTranslation.objects.filter(block__issue=issue, language=head.language).order_by("block"):
            lines += ["", f"## {words.heading} ({head.language})", words.text]
            lines += [f"[{words.alternative}]"] if words.alternative else []
    Version.objects.create(issue=issue, number=issue.version, text="\n".join(lines), **names_of(by))


def _save_blocks(issue: Issue, blocks: Sequence[BlockText], by: User) -> None:
    existing = {block.pk: block for block in issue.blocks.all()}
    kept = set()
    for position, typed in enumerate(blocks, start=1):
        block = existing.get(typed.pk or 0) or Block(issue=issue)
        if (block.heading, block.text, block.kind) != (typed.heading, typed.text, typed.kind):
            block.written_by, block.partner = by, None
        _take_over(block, typed, position)
        block.save()
        kept.add(block.pk)
    issue.blocks.exclude(pk__in=kept).delete()


def _take_over(block: Block, typed: BlockText, position: int) -> None:
    block.heading, block.text, block.kind, block.position = typed.heading, typed.text, typed.kind, position
    block.tip = Tip.objects.filter(pk=typed.tip).first() if typed.tip and typed.kind == Block.Kind.TIP else None
    block.tip_text = block.tip.text if block.tip else ""
    block.alternative = typed.alternative if typed.kind == Block.Kind.PICTURE else ""
    block.picture = (typed.picture or block.picture) if typed.kind == Block.Kind.PICTURE else ""
    if block.picture and not block.alternative:
        raise ValidationError(_("Say what the picture shows, for those who don't see it."), code="no_alternative")
