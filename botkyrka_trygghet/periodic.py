"""The house's own scheduled work: a heartbeat that shows the scheduler and a worker are alive."""

from __future__ import annotations

from celery import shared_task
from django.core.cache import cache

from common import clock

HEARTBEAT = "heartbeat"


@shared_task(name="botkyrka_trygghet.periodic.heartbeat")
def heartbeat() -> None:
    """Note that beat published and a worker ran; `/readyz` and the desk read it."""
    cache.set(HEARTBEAT, clock.now().isoformat(), timeout=None)
