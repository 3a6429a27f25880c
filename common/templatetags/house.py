"""Template tags that every page has without loading."""

from __future__ import annotations

from django import template

register = template.Library()
