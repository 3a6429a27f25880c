"""Fields of allauth's forms in the house's clothes."""

from __future__ import annotations

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether the field is one box to tick."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def as_plain(field: BoundField) -> SafeString:
    """Render the bare widget."""
    return field.as_widget()


@register.filter
def as_input(field: BoundField) -> SafeString:
    """Render the widget as the house's input; a label stands above it, so no placeholder."""
    return field.as_widget(attrs={"class": "in", "placeholder": False})
