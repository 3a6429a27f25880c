"""Photos of reports: stored under names nobody can guess, kept while a form is put right, tidied."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from PIL import Image

from accounts.models import User
from common import form_tokens, pictures, private_files
from common.wake import wake, wake_after_commit
from incidents import tasks, transitions
from incidents.models import Photo, Report, ReportEvent, small_name

MAX_PHOTOS = 5


def store_photo(photo: bytes, *, report: Report | None = None, form_token: str = "") -> Photo:
    """Store clean JPEG bytes under a name nobody can guess, for a report or for a form on its way."""
    with Image.open(io.BytesIO(photo)) as picture:
        width, height = picture.size
    name = default_storage.save(private_files.secret_name("incidents", ".jpg"), ContentFile(photo))
    stored = Photo.objects.create(report=report, form_token=form_token, name=name, width=width, height=height)
    wake_after_commit(tasks.make_small_picture, stored.pk)
    return stored


def add_photos(report: Report, photos: Sequence[bytes]) -> int:
    """Add clean JPEG bytes to a report while it has room for them; returns how many were added."""
    room = max(0, MAX_PHOTOS - report.photos.count())
    for photo in photos[:room]:
        store_photo(photo, report=report)
    return min(room, len(photos))


def take_photos(report: Report, photos: Sequence[bytes], *, form_token: str) -> int:
    """Add the photos that were kept while a form was put right, and those that came with it, while there is room;
    returns how many were added."""
    room = max(0, MAX_PHOTOS - report.photos.count())
    kept = Photo.objects.filter(form_token=form_token, report=None).order_by("pk").values_list("pk", flat=True)[:room]
    moved = Photo.objects.filter(pk__in=list(kept)).update(report=report, form_token="")
    return moved + add_photos(report, photos)


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
        _delete_files(name)
    return len(names)


def forget_photos(photos: QuerySet[Photo]) -> None:
    """Delete rows now and files once that is certain: a file without a row does no harm."""
    names = list(photos.values_list("name", flat=True))
    photos.delete()
    for name in names:
        transaction.on_commit(partial(_delete_files, name))


def _delete_files(name: str) -> None:
    default_storage.delete(name)
    default_storage.delete(small_name(name))


def wake_for_small_pictures(most: int = 200) -> int:
    """Wake a worker for photos that have no small picture yet: what was lost with a broker."""
    waiting = list(Photo.objects.filter(has_thumbnail=False).order_by("-pk").values_list("pk", flat=True)[:most])
    for pk in waiting:
        wake(tasks.make_small_picture, pk)
    return len(waiting)


@dataclass(frozen=True)
class Box:
    """A part of a picture, as shares (0-1) of its width and height."""

    left: float
    top: float
    right: float
    bottom: float


@transaction.atomic
def blur(*, photo: Photo, box: Box, by: User) -> Photo:
    """Make a part of a photo unreadable for good, under a new name; the file as it was is deleted.

    Raises ValidationError `released` for a photo that others can see already, and `box`.
    """
    fresh = Photo.objects.select_for_update(of=("self",)).select_related("report").get(pk=photo.pk)
    if fresh.released_at is not None or fresh.report is None:
        raise ValidationError(_("Take the release back first, then blur."), code="released")
    if not (0 <= box.left < box.right <= 1 and 0 <= box.top < box.bottom <= 1):
        raise ValidationError(_("Mark a part of the picture."), code="box")
    old = fresh.name
    with default_storage.open(old, "rb") as stored:
        changed = pictures.blurred(stored.read(), box.left, box.top, box.right, box.bottom)
    fresh.name = default_storage.save(private_files.secret_name("incidents", ".jpg"), ContentFile(changed))
    fresh.has_thumbnail = False
    fresh.save(update_fields=["name", "has_thumbnail"])
    transitions.record(fresh.report, ReportEvent.Kind.PHOTO_BLURRED, actor=by)
    transaction.on_commit(partial(_delete_files, old))
    wake_after_commit(tasks.make_small_picture, fresh.pk)
    return fresh
