"""How every area is, read each night."""

from __future__ import annotations

import logging
from dataclasses import asdict

from celery import shared_task

from neighbourhoods import services

logger = logging.getLogger(__name__)


@shared_task(name="neighbourhoods.periodic.score_areas")
def score_areas() -> None:
    """Read how every area is today (each night, again later in case a night was cut short); old notes go."""
    logger.info("areas read", extra={"night": asdict(services.score_areas())})
    services.forget_notes()
