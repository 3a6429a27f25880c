"""Template tags of the places."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from neighbourhoods import figures
from neighbourhoods.models import Area, AreaVitality
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


@register.filter
def reading(area: Area) -> AreaVitality | None:
    """Return what the last night said of an area, or None before its first."""
    return figures.last_reading(area)


# A class of the chips and a mark that is read before its word: never colour alone.
_CHIPS = {
    "alive": ("done", "M4 10.5l4 4 8-9"),
    "quiet": ("wait", "M10 4v6l4 2"),
    "dormant": ("", "M4 10h12"),
    "forming": ("wait", "M10 4v12M4 10h12"),
    "closed": ("", "M5 5l10 10M15 5L5 15"),
}


@register.simple_tag
def vitality_class(area: Area) -> str:
    """Return the class of an area's chip."""
    return _CHIPS[figures.vitality_of(area)][0]


@register.simple_tag
def vitality_icon(area: Area) -> SafeString:
    """Return the mark before the word."""
    path = _CHIPS[figures.vitality_of(area)][1]
    return format_html('<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="{}"/></svg>', path)


@register.simple_tag
def sort_state(column: str, sort: str) -> SafeString:
    """Return the attribute that tells which way a column is sorted, if it is."""
    if sort.lstrip("-") != column:
        return SafeString()
    return format_html(' aria-sort="{}"', "descending" if sort.startswith("-") else "ascending")


@register.simple_tag
def sort_query(query: str, column: str, sort: str) -> str:
    """Return the query that sorts by a column; the other way round if it is sorted by it already."""
    asked = f"ordning={'-' + column if sort == column else column}"
    return f"{query}&{asked}" if query else asked
