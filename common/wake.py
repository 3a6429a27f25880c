"""Waking a worker. The row is the truth; a broker that is away costs a minute, not a message."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def wake(task: Task[Any, Any], *arguments: Any) -> None:
    """Publish a task once. A broker that does not answer is logged: the periodic sweep finds the row."""
    try:
        task.apply_async(args=arguments, retry=False)
    except (OperationalError, RedisError, OSError) as error:
        logger.warning("broker away", extra={"task": task.name, "error": type(error).__name__})


def wake_after_commit(task: Task[Any, Any], *arguments: Any) -> None:
    """Wake a worker once the surrounding transaction has been committed; never if it is rolled back."""
    transaction.on_commit(partial(wake, task, *arguments), robust=True)
