"""Changes that triggers noted are kept no longer than they are needed."""

from __future__ import annotations

from celery import shared_task
from django.db.models import Max

from neighbourhoods.models import BorderChange, CountedChange


@shared_task(name="neighbourhoods.periodic.tidy_border_changes")
def tidy_border_changes() -> None:
    """Keep the latest change of each kind only; every process reads borders and counts anew once."""
    for changes in (BorderChange, CountedChange):
        latest = changes._default_manager.aggregate(latest=Max("pk"))["latest"]
        if latest is not None:
            changes._default_manager.filter(pk__lt=latest).delete()
