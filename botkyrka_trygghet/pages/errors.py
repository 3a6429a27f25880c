"""403, 404 and 500: a clear sentence, and never a hint about what exists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this needs another sign-in or role."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that nothing is here, whether it never was or is out of scope."""
    return render(request, "404.html", status=404)


def crashed(request: HttpRequest) -> HttpResponse:
    """Say that we failed; the template reads nothing that could fail again."""
    return render(request, "500.html", status=500)
