"""What the pages ask of a request."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.models import User
from neighbourhoods.models import District
from newsletters.models import Issue


def asked(request: HttpRequest, name: str) -> str:
    """Return a word of the address without the NUL that no database takes."""
    return request.GET.get(name, "").replace("\x00", "").strip()


def visible(request: HttpRequest) -> Any:
    """Return the issues this person may see: every view starts here."""
    return Issue.objects.visible_to(request.user).select_related("series")


def editor(request: HttpRequest) -> User:
    """Return who is signed in."""
    assert isinstance(request.user, User)  # every caller requires a sign-in
    return request.user


def district(request: HttpRequest) -> District | None:
    """Return the district asked for, or None for the whole municipality."""
    return District.objects.filter(slug=asked(request, "kommundel")).first()
