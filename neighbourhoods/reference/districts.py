"""The eight districts (kommundelar) of Botkyrka. Borders and head counts are imported, never guessed here."""

from __future__ import annotations

from django.utils.text import slugify

from neighbourhoods.models import District

DISTRICTS = (
    "Alby",
    "Fittja",
    "Hallunda-Norsborg",
    "Tumba",
    "Storvreten",
    "Tullinge",
    "Uttran",
    "Vårsta-Grödinge",
)


def load() -> None:
    """Make sure that every district exists; what somebody has changed since stays as it is."""
    for name in DISTRICTS:
        District.objects.get_or_create(slug=slugify(name), defaults={"name": name})
