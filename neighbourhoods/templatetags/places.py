"""Template tags of the places."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from neighbourhoods import figures
from neighbourhoods.models import Area
from neighbourhoods.slots import Section

register = template.Library()


@register.simple_tag
def section_body(section: Section) -> SafeString:
    """Render a section's own template with its own context only."""
    return mark_safe(render_to_string(section.template, dict(section.context)))  # noqa: S308  (rendered and escaped there)


@register.filter
def vitality(area: Area) -> str:
    """Return the word for how an area is, as the reader reads it."""
    return figures.vitality_word(figures.vitality_of(area))
