"""More at once than this process can serve: those inside are served, the rest are told at once to come again.

Without it a crowd waits in the server's line until everybody's browser gives up; with it somebody is always served.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from functools import cache

from django.conf import settings
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


class CrowdMiddleware:
    """Passes what a crowd posts through a turnstile, before anything is read or asked for its sake.

    A quarter of the threads are always left for all other pages, and for telling the rest to come again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.turnstile = Turnstile(places=max(1, settings.WEB_THREADS // 2), waiting=settings.WEB_THREADS // 4)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or ask to come again."""
        if request.method != "POST" or request.path_info not in settings.CROWDED_PATHS:
            return self.get_response(request)
        with self.turnstile.place() as is_inside:
            return self.get_response(request) if is_inside else come_again()


def come_again() -> HttpResponse:
    """Return the page that asks to send again. It must cost next to nothing: it is drawn once a process."""
    return HttpResponse(_page(), status=503, headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"})


@cache
def _page() -> str:
    return render_to_string("crowded.html")
