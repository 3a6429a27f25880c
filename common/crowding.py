"""More at once than this process can serve: those inside are served, the rest are told at once to come again.

Without it a crowd waits in the server's line until everybody's browser gives up; with it somebody is always served.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER = 30  # seconds


class Turnstile:
    """Lets `places` threads in at once and `waiting` more stand in line, so many seconds at most."""

    def __init__(self, *, places: int, waiting: int, seconds: float = 2.0) -> None:
        self._line = threading.BoundedSemaphore(places + waiting)
        self._inside = threading.BoundedSemaphore(places)
        self._seconds = seconds

    @contextlib.contextmanager
    def place(self) -> Iterator[bool]:
        """Tell whether there is a place; it is given back at the end."""
        if not self._line.acquire(blocking=False):
            yield False
            return
        try:
            is_inside = self._inside.acquire(timeout=self._seconds)
            try:
                yield is_inside
            finally:
                if is_inside:
                    self._inside.release()
        finally:
            self._line.release()


def come_again(request: HttpRequest) -> HttpResponse:
    """Return the page that asks to send again. It reads nothing from the database: it must cost next to nothing."""
    body = render_to_string("crowded.html")
    return HttpResponse(body, status=503, headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"})
