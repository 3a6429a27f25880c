"""Photos of reports: stored under names nobody can guess, kept while a form is put right, tidied."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from PIL import Image

from common import form_tokens, private_files
from incidents.models import Photo, Report

MAX_PHOTOS = 5


def store_photo(photo: bytes, *, report: Report | None = None, form_token: str = "") -> Photo:
    """Store clean JPEG bytes under a name nobody can guess, for a report or for a form on its way."""
    with Image.open(io.BytesIO(photo)) as picture:
        width, height = picture.size
    name = default_storage.save(private_files.secret_name("incidents", ".jpg"), ContentFile(photo))
    return Photo.objects.create(report=report, form_token=form_token, name=name, width=width, height=height)


def add_photos(report: Report, photos: Sequence[bytes]) -> int:
    """Add clean JPEG bytes to a report while it has room for them; returns how many were added."""
    room = max(0, MAX_PHOTOS - report.photos.count())
    for photo in photos[:room]:
        store_photo(photo, report=report)
    return min(room, len(photos))


@transaction.atomic
def keep_photos(*, form_token: str, photos: Sequence[bytes]) -> int:
    """Keep photos of a form that came back with errors until it comes again; returns how many are kept."""
    kept = kept_photos(form_token)
    for photo in photos[: MAX_PHOTOS - kept]:
        store_photo(photo, form_token=form_token)
        kept += 1
    return kept


def kept_photos(form_token: str) -> int:
    """Return how many photos wait for a form to come again."""
    if not form_tokens.is_well_formed(form_token):
        return 0
    return Photo.objects.filter(form_token=form_token, report=None).count()


def tidy_kept_photos(before: datetime) -> int:
    """Remove photos whose form never came again; returns how many. A file that is gone already is no matter."""
    orphans = Photo.objects.filter(report=None, added_at__lt=before)
    names = list(orphans.values_list("name", flat=True))
    orphans.filter(name__in=names).delete()
    for name in names:
        default_storage.delete(name)
    return len(names)


def forget_photos(photos: QuerySet[Photo]) -> None:
    """Delete rows now and files once that is certain: a file without a row does no harm."""
    names = list(photos.values_list("name", flat=True))
    photos.delete()
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))
