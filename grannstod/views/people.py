"""Who is asking."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest

from accounts.models import User


def person_of(request: HttpRequest) -> User:
    return cast(User, request.user)


def require(request: HttpRequest, *permissions: str) -> User:
    """Return the person, or 404 unless they have one of the permissions."""
    user = person_of(request)
    if not any(user.has_perm(permission) for permission in permissions):
        raise Http404
    return user
