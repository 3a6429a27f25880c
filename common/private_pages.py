"""Pages of somebody who has signed in, and refusals, stay out of every cache, the browser's own too."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

REFUSED = 400  # and everything above


class PrivatePagesMiddleware:
    """Say `no-store` where a view has said nothing: on a shared machine the way back after signing out shows nothing.

    A session's cookie is enough: whether its owner has signed in is not asked, for that would cost a query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the header where it is due."""
        response = self.get_response(request)
        is_private = settings.SESSION_COOKIE_NAME in request.COOKIES or response.status_code >= REFUSED
        if is_private and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response
