"""Template tags that every page has without loading."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, ClearableFileInput, Input, Select, Textarea
from django.http import HttpRequest
from django.template.defaultfilters import date as date_filter
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import get_language

from common import clock, form_tokens
from common.icons import ICONS, PICTURES

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon, hidden from screen readers: its word stands beside it. KeyError for an unknown name."""
    return mark_safe(  # noqa: S308  (drawn from our own table)
        f'<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">{ICONS[name]}</svg>'
    )


@register.simple_tag
def picture(name: str) -> SafeString:
    """Draw a larger picture for a choice, hidden from screen readers. An unknown name gives the plain one."""
    return mark_safe(  # noqa: S308  (drawn from our own table)
        f'<svg class="pic" viewBox="0 0 48 48" aria-hidden="true">{PICTURES.get(name, PICTURES["other"])}</svg>'
    )


@register.filter
def widget(field: BoundField) -> SafeString:
    """Render a field's widget as one of our components, tied to its help and errors, with no placeholder."""
    if not takes_text(field):
        return field.as_widget()
    own = str(field.field.widget.attrs.get("class", "")).split()
    return field.as_widget(attrs={"class": " ".join(dict.fromkeys(["in", *own])), "placeholder": False})


@register.filter
def button_classes(button: Any) -> str:
    """Name a button of a crispy layout as ours are named; what the form's author added is kept, Bootstrap's is not."""
    own = [name for name in str(button.field_classes).split() if name.partition("-")[0] not in ("btn", "button")]
    return " ".join(["btn", *(["first"] if button.input_type == "submit" else []), *own])


def takes_text(field: BoundField) -> bool:
    """Tell whether the field is one box to fill in."""
    kind = field.field.widget
    return isinstance(kind, Input | Textarea | Select | ClearableFileInput) and not isinstance(kind, CheckboxInput)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Tell whether the field is one box to tick."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_group(field: BoundField) -> bool:
    """Tell whether the field is a group of choices, which needs a fieldset with a legend."""
    return bool(field.field.widget.use_fieldset)


@register.filter(expects_localtime=True)
def short_date(value: Any, form: str = "j M") -> str:
    """Write a day or moment in short, with small letters in Swedish: 24 nov. Nothing gives an empty text."""
    written = str(date_filter(value, form))
    return written.lower() if (get_language() or "").startswith("sv") else written


@register.filter
def how_long(value: Any) -> str:
    """Say how long ago a day or moment was, in its largest unit: 5 dagar."""
    moment = value if isinstance(value, datetime) else clock.start_of_day(value)
    return timesince(moment, clock.now(), depth=1)


@register.simple_tag(takes_context=True)
def page_link(context: dict[str, Any], number: int, name: str = "sida") -> str:
    """Return the query of this address with another page number."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query[name] = str(number)
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def place_link(context: dict[str, Any], name: str, mark: str) -> str:
    """Return the query of this address at another place of a long list: `efter` or `fore` what the mark names."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for old in ("efter", "fore", "sida"):
        query.pop(old, None)
    query[name] = mark
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any], prefix: str) -> SafeString | str:
    """Return aria-current for a link to where the reader is, at or below an address."""
    request = context.get("request")
    path = getattr(request, "path", "")
    return mark_safe(' aria-current="page"') if path.startswith(prefix) else ""


@register.simple_tag
def new_form_token() -> str:
    """Return a token for a form of one button: pressed twice it is one thing."""
    return form_tokens.new()


@register.simple_tag(takes_context=True)
def at(context: dict[str, Any], *prefixes: str) -> bool:
    """Tell whether the reader is at or below one of the addresses."""
    return getattr(context.get("request"), "path", "").startswith(prefixes)
