"""Who we are, how personal data is handled, how accessible the service is."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from common import personal_data


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What the service is and who runs it."""
    return render(request, "pages/about.html")


@require_GET
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach a person."""
    return render(request, "pages/contact.html")


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, why and how long: read from the same registry that erasure uses."""
    kept = [
        {
            "model": model,
            "fields": [field.field for field in fields],
            "purpose": fields[0].purpose,
            "keep": fields[0].keep,
        }
        for model, fields in (
            (model, list(group)) for model, group in groupby(personal_data.registered(), lambda f: f.model)
        )
    ]
    return render(request, "pages/privacy.html", {"kept": kept})


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that lag 2018:1937 (DOS-lagen) asks for."""
    return render(request, "pages/accessibility.html")
