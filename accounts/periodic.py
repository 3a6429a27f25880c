"""What runs by the clock."""

from __future__ import annotations

import logging

from celery import shared_task

from accounts import services

logger = logging.getLogger(__name__)


@shared_task(name="accounts.periodic.tidy")
def tidy() -> None:
    """Delete what is past its time limit (each night)."""
    logger.info("tidied", extra=dict(services.tidy()))
