"""Scheduled work: find documents that nobody was woken for or whose worker died, and remove old files."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.core.files.storage import default_storage

from common import clock
from common.wake import wake
from documents import tasks, transitions
from documents.models import Document

# A woken worker takes a request at once; after this long it is likely that nobody was woken.
UNHEARD_AFTER = timedelta(seconds=45)
# Rows outlive their files, so that it can be seen who had what made (docs/decisions/0020).
KEEP_ROWS = timedelta(days=365)
AT_A_TIME = 50


@shared_task(name="documents.periodic.sweep")
def sweep() -> int:
    """Wake a worker for every forgotten document; returns how many."""
    now = clock.now()
    abandoned = list(Document.objects.abandoned(now).values_list("pk", flat=True)[:AT_A_TIME])
    released = [pk for pk in abandoned if transitions.release(pk)]
    unheard = Document.objects.unheard(now - UNHEARD_AFTER).order_by("asked_at").values_list("pk", flat=True)
    due = {*released, *unheard[:AT_A_TIME]}
    for pk in due:
        wake(tasks.render, str(pk))
    return len(due)


@shared_task(name="documents.periodic.tidy")
def tidy() -> int:
    """Remove files whose time is out and rows a year after that; returns how many files."""
    now = clock.now()
    removed = 0
    for pk in Document.objects.outlived(now).values_list("pk", flat=True).iterator():
        name = transitions.expire(pk)
        if name:
            default_storage.delete(name)
            removed += 1
    Document.objects.filter(file_name="", created_at__lt=now - KEEP_ROWS).delete()
    return removed
