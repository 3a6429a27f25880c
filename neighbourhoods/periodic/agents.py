"""What runs by the clock."""

from __future__ import annotations

import logging

from celery import shared_task

from neighbourhoods import services

logger = logging.getLogger(__name__)


@shared_task(name="neighbourhoods.periodic.take_back_roles")
def take_back_roles() -> None:
    """Take the agents' roles from those whose last day has passed (each night, just after midnight)."""
    logger.info("roles taken back", extra={"people": services.take_back_roles()})
