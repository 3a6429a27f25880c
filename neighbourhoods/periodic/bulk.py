"""Scheduled work on lists read in."""

from __future__ import annotations

from celery import shared_task

from neighbourhoods import services


@shared_task(name="neighbourhoods.periodic.forget_lists")
def forget_lists() -> int:
    """Delete the rows of lists of agents after a month."""
    return services.forget_lists()
