"""Work that nobody waits for at the screen: takes ids, safe to run twice."""

from __future__ import annotations

import logging

from celery import shared_task
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from common import pictures
from incidents.models import Photo
from incidents.sending import posting, receipts

logger = logging.getLogger(__name__)

SMALL_SIDE = 480  # pixels


@shared_task(name="incidents.tasks.make_small_picture")
def make_small_picture(photo_id: int) -> bool:
    """Make a photo's small picture; returns whether there is one. A photo that is gone is no matter."""
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is None or photo.has_thumbnail:
        return photo is not None
    try:
        with default_storage.open(photo.name, "rb") as stored:
            small = pictures.thumbnail(stored.read(), SMALL_SIDE)
    except FileNotFoundError:
        logger.warning("photo without a file", extra={"photo": photo_id})
        return False
    default_storage.delete(photo.small_name)
    default_storage.save(photo.small_name, ContentFile(small))
    # Only if it is still the same file: blurring gives a photo another name.
    return bool(Photo.objects.filter(pk=photo_id, name=photo.name).update(has_thumbnail=True))


@shared_task(name="incidents.tasks.send_receipt")
def send_receipt(report_id: int) -> bool:
    """Thank the reporter, once; returns whether it was this one that did."""
    return receipts.send(report_id)


@shared_task(name="incidents.tasks.post_forwarding")
def post_forwarding(sending_id: int) -> bool:
    """Post a report to another system, if it is its turn; returns whether it was tried."""
    return posting.post(sending_id)
