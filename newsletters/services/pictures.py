"""Pictures of issues: cleaned, made small enough to travel in a mail, kept among the private files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from common import clock
from common.pictures import clean_photo, thumbnail
from common.private_files import secret_name
from newsletters.models import Block

LIES_FOR = timedelta(days=1)
FOLDER = "newsletters"
WIDTH = 640  # pixels: sharp enough at the width of a letter, and light


def keep_picture(*, upload: BinaryIO, size: int) -> str:
    """Store an uploaded picture without metadata, return its name. Raises ValidationError as `clean_photo` does."""
    small = thumbnail(clean_photo(upload, size), WIDTH)
    return default_storage.save(secret_name(FOLDER, ".jpg"), ContentFile(small))


def drop_picture(name: str) -> None:
    """Remove a picture that was stored for nothing; no name is no picture."""
    if name:
        default_storage.delete(name)


def tidy_pictures() -> int:
    """Remove pictures that no block has and that have lain for a day; return how many.

    A younger one may belong to a save that is under way.
    """
    used = set(Block.objects.exclude(picture="").values_list("picture", flat=True))
    old = clock.now() - LIES_FOR
    gone = [name for name in _stored() if name not in used and default_storage.get_modified_time(name) < old]
    for name in gone:
        default_storage.delete(name)
    return len(gone)


def _stored() -> Iterator[str]:
    folders = default_storage.listdir(FOLDER)[0] if default_storage.exists(FOLDER) else []
    for folder in folders:
        place = f"{FOLDER}/{folder}"
        yield from (f"{place}/{name}" for name in default_storage.listdir(place)[1])
