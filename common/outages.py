"""What a reader sees while the database is away: a clear page and the two numbers that always answer."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)


class DatabaseOutageMiddleware:
    """Answer 503 with a static page when PostgreSQL does not; the next request tries again by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Django turns a view's exception into a 500 before it gets here, so that is caught below."""
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError) as error:
            return unavailable(request, error)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a lost database inside a view into the 503 page; leave everything else alone."""
        if isinstance(exception, OperationalError | InterfaceError):
            return unavailable(request, exception)
        return None


def unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return the 503 page. It reads nothing from the database, not even the session."""
    logger.error("database away", extra={"error": type(error).__name__, "path": request.path})
    connection.close()
    body = render_to_string("503.html")
    return HttpResponse(body, status=503, headers={"Retry-After": "30", "Cache-Control": "no-store"})
