"""One id per request, carried into every log line, task and mail it causes."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from celery.signals import before_task_publish, task_prerun
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")

_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """Return the id of the request or task at work, or an empty string."""
    return _current.get()


class RequestIdMiddleware:
    """Take the proxy's request id if it is well-formed, else make one, and send it back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        offered = request.headers.get(HEADER, "")
        token = _current.set(offered if WELL_FORMED.fullmatch(offered) else uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response[HEADER] = current()
            return response
        finally:
            _current.reset(token)


class RequestIdFilter(logging.Filter):
    """Put the id on every log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record; only add to it."""
        record.request_id = current()
        return True


@before_task_publish.connect
def send_along(headers: dict[str, object] | None = None, **_kwargs: object) -> None:
    """Hand the id to the task that is being published."""
    if headers is not None and current():
        headers["request_id"] = current()


@task_prerun.connect
def take_over(task: object = None, **_kwargs: object) -> None:
    """Work under the id of whoever woke the task."""
    _current.set(getattr(getattr(task, "request", None), "request_id", None) or uuid.uuid4().hex)
