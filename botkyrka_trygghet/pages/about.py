"""Who we are, how personal data is handled, how accessible the service is."""

from __future__ import annotations

from itertools import groupby

from django.apps import apps
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
    return render(request, "pages/privacy.html", {"kept": [_kept(list(group)) for _key, group in _groups()]})


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that lag 2018:1937 (DOS-lagen) asks for."""
    return render(request, "pages/accessibility.html")


def _groups() -> groupby[tuple[str, str], personal_data.PersonalField]:
    """Group the registry by model and purpose: one line each on the page."""
    fields = sorted(personal_data.registered(), key=lambda field: (field.model, str(field.purpose)))
    return groupby(fields, key=lambda field: (field.model, str(field.purpose)))


def _kept(fields: list[personal_data.PersonalField]) -> dict[str, object]:
    """Return one line: the record and its fields in words, why they are kept and how long."""
    model = apps.get_model(fields[0].model)
    words = [str(getattr(model._meta.get_field(field.field), "verbose_name", field.field)) for field in fields]
    return {
        "model": str(model._meta.verbose_name),
        "fields": sorted(set(words)),
        "purpose": fields[0].purpose,
        "keep": fields[0].keep,
    }
