"""What the pages ask of a request."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from newsletters.figures import Place
from newsletters.forms import place_of
from newsletters.models import Issue


def asked(request: HttpRequest, name: str) -> str:
    """Return a word of the address without the NUL that no database takes."""
    return request.GET.get(name, "").replace("\x00", "").strip()


def visible(request: HttpRequest) -> Any:
    """Return the issues this person may see: every view starts here."""
    return Issue.objects.visible_to(request.user).select_related("series", "mailing", "corrects")


def editor(request: HttpRequest) -> User:
    """Return who is signed in."""
    assert isinstance(request.user, User)  # every caller requires a sign-in
    return request.user


def place(request: HttpRequest) -> Place:
    """Return the place asked for: an area, a district, or the whole municipality."""
    return place_of(asked(request, "kommundel"))


def language(request: HttpRequest) -> str:
    """Return the language asked for, or the one that issues are written in."""
    wanted = asked(request, "sprak")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
