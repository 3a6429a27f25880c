"""Borders: what triggers noted is kept no longer than it is needed."""

from __future__ import annotations

from celery import shared_task
from django.db.models import Max

from neighbourhoods.models import BorderChange


@shared_task(name="neighbourhoods.periodic.tidy_border_changes")
def tidy_border_changes() -> None:
    """Keep the latest change only; every process reads its borders anew once."""
    latest = BorderChange.objects.aggregate(latest=Max("pk"))["latest"]
    if latest is not None:
        BorderChange.objects.filter(pk__lt=latest).delete()
