"""Pages of somebody who has signed in, and refusals, stay out of every cache, the browser's own too.

Pages reached by secret link are moreover named to nobody and not indexed, whether the link is good, old or false.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from common.signed_links import MARK

REFUSED = 400  # and everything above
SECRET = {
    # Names the site and never the address, not even to ourselves. `no-referrer` would make the browser send
    # `Origin: null` with the page's own forms, which the protection against forged forms refuses.
    "Referrer-Policy": "strict-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


class PrivatePagesMiddleware:
    """Say `no-store` where a view has said nothing: on a shared machine the way back after signing out shows nothing.

    A session's cookie is enough: whether its owner has signed in is not asked, for that would cost a query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the header where it is due."""
        response = self.get_response(request)
        if getattr(request, MARK, False):
            for name, value in SECRET.items():
                response[name] = value
        is_private = settings.SESSION_COOKIE_NAME in request.COOKIES or response.status_code >= REFUSED
        if is_private and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_arguments: object) -> None:
        """Remember that a secret page was asked for, before anything may refuse it."""
        setattr(request, MARK, getattr(view, MARK, False))
