"""Who may open which page. Out of scope is 404, never a hint."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.models import User
from neighbourhoods.models import Area

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def needs(*permissions: str) -> Callable[[View[P]], View[P]]:
    """Let in only those who have signed in and hold every permission; the others find nothing."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.has_perms(permissions):
                raise Http404
            return view(request, *args, **kwargs)

        return cast(View[P], login_required(guarded))

    return decorate


def person(request: HttpRequest) -> User:
    """Return who has signed in; `needs` has seen to it."""
    return cast(User, request.user)


def area_or_404(request: HttpRequest, slug: str) -> Area:
    """Return an area in the person's scope."""
    area: Area | None = (
        Area.objects.visible_to(request.user).select_related("district", "owner").filter(slug=slug).first()
    )
    if area is None:
        raise Http404
    return area
