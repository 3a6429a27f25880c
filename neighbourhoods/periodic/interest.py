"""Scheduled work on people who would like to take part."""

from __future__ import annotations

from celery import shared_task

from neighbourhoods import services


@shared_task(name="neighbourhoods.periodic.forget_interested")
def forget_interested() -> int:
    """Forget everybody whose time has run out."""
    return services.forget_interested()
