"""Pictures of issues: cleaned, made small enough to travel in a mail, kept among the private files."""

from __future__ import annotations

from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from common.pictures import clean_photo, thumbnail
from common.private_files import secret_name

WIDTH = 640  # pixels: sharp enough at the width of a letter, and light


def keep_picture(*, upload: BinaryIO, size: int) -> str:
    """Store an uploaded picture without metadata, return its name. Raises ValidationError as `clean_photo` does."""
    small = thumbnail(clean_photo(upload, size), WIDTH)
    return default_storage.save(secret_name("newsletters", ".jpg"), ContentFile(small))
