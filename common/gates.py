"""Who may enter a page: without the permission there is nothing here (404), never a hint that there is a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase

P = ParamSpec("P")


def permission_or_404(
    *permissions: str,
) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Ask an anonymous visitor to sign in; answer 404 to whoever is signed in and lacks one of the permissions."""

    def gate(view: Callable[Concatenate[HttpRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.has_perms(permissions):
                raise Http404
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return gate
