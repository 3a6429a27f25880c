"""Pictures of issues, as they travel inside the mail."""

from __future__ import annotations

from base64 import b64encode

from django.core.files.storage import default_storage

from newsletters.models import Block, Issue
from post.services import Picture


def read(block: Block) -> bytes:
    """Return a block's picture. Raises FileNotFoundError if it is gone."""
    with default_storage.open(block.picture, "rb") as held:
        return bytes(held.read())


def for_mail(issue: Issue) -> list[Picture]:
    """Return an issue's pictures."""
    return [Picture(f"block-{block.pk}.jpg", "jpeg", read(block)) for block in issue.blocks.exclude(picture="")]


def missing(issue: Issue) -> list[Block]:
    """Return the blocks whose picture is gone from where files are kept: an issue with such a one can't leave."""
    return [block for block in issue.blocks.exclude(picture="") if not default_storage.exists(block.picture)]


def in_place(issue: Issue) -> dict[int, str]:
    """Return an issue's pictures as addresses that hold them, for a preview whose frame may fetch nothing."""
    held = issue.blocks.exclude(picture="").exclude(pk__in=[block.pk for block in missing(issue)])
    return {block.pk: f"data:image/jpeg;base64,{b64encode(read(block)).decode()}" for block in held}
