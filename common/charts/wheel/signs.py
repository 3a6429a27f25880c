"""The signs of a wheel one by one, for the list beside it and for what they mean: each stands alone."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.charts.svg import FONT, INK, THIS, at, joined
from common.charts.wheel.drawing import glyph

WIDE, HIGH = 34, 30


def sign(shape: str, code: str = "", *, is_done: bool = False, words: str = "") -> SafeString:
    """Return a sign: a mark's shape with its code, or `break`, `summer`, `day` or `activity`. Says only `words`."""
    drawn = _BANDS.get(shape)
    if drawn is None:
        drawn = glyph(shape, code, WIDE / 2, HIGH / 2, is_done=is_done)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="yw-sign" viewBox="0 0 {} {}" width="{}" height="{}"'
        ' font-family="{}" aria-hidden="true"><title>{}</title>{}</svg>',
        *(WIDE, HIGH, WIDE, HIGH, FONT, words, drawn),
    )


def _box(fill: str, css: str) -> SafeString:
    return format_html('<path d="M3 9h28v12h-28Z" fill="{}" class="{}"/>', fill, css)


def _hatch() -> SafeString:
    lines = "".join(f"M{at(x)} 21l8 -12" for x in range(3, 24, 5))
    return format_html('<path d="{}" stroke="{}" stroke-width="2" class="yw-greenstroke"/>', lines, THIS)


def _dots() -> SafeString:
    dots = "".join(f"M{x} {y}h.1" for y in (12, 18) for x in range(7, 30, 5))
    return format_html(
        '<path d="{}" stroke="{}" stroke-width="3" stroke-linecap="round" class="yw-greenstroke"/>', dots, THIS
    )


_BANDS = {
    "break": joined([_box("#e1eee6", "yw-greens"), _hatch()]),
    "summer": joined([_box("#e1eee6", "yw-greens"), _dots()]),
    "day": format_html('<path d="M13 6h8v18h-8Z" fill="{}" class="yw-inkfill"/>', INK),
    "activity": _box("#2c6aa0", "yw-act"),
}
