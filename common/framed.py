"""The one exception from the strict content policy: a mail shown in a frame, on an address of its own, sandboxed.

Mail carries inline styles. The framed page may run nothing, load nothing but our own pictures, and only our own
pages may frame it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.http import HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin

P = ParamSpec("P")

POLICY = {
    "sandbox": True,
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "frame-ancestors": [SELF],
}


def framed_mail(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Serve a view's mail under the frame's own policy, never cached."""

    @wraps(view)
    @csp(POLICY)
    @xframe_options_sameorigin
    def framed(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return framed  # type: ignore[no-any-return]
