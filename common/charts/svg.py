"""What every picture is made of: text, the element round it, and the figures as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

INK, SOFT, LINE, THIS, LAST, WHITE = "#18211d", "#46524c", "#d8d3c5", "#17573f", "#77756a", "#ffffff"
FONT = "Atkinson Hyperlegible Next, Atkinson Hyperlegible, sans-serif"
MINUS = "\u2212"


@dataclass(frozen=True)
class DataTable:
    """The figures of a picture in words and numbers; the first cell of a row names it."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """A picture, what it says in words, and its figures."""

    svg: SafeString
    description: str
    table: DataTable | None = None


def difference(now: int, before: int) -> str:
    """Return the change with a true minus sign: +3, −22, 0."""
    change = now - before
    if change == 0:
        return "0"
    return ("+" if change > 0 else MINUS) + number_format(abs(change), use_l10n=True, force_grouping=True)


def comparison_table(
    names: Sequence[str],
    now: Sequence[int],
    before: Sequence[int | None],
    caption: str,
    headings: tuple[str, str, str, str],
) -> DataTable:
    """Return rows of name, this period, the period before and the difference, and their sum.

    Where the period before is not known there is a dash, and no sum is compared with it.
    """
    rows = tuple((str(name), *_compared(a, b)) for name, a, b in zip(names, now, before, strict=True))
    known = [count for count in before if count is not None]
    total = (_("All"), *_compared(sum(now), sum(known) if len(known) == len(before) else None))
    return DataTable(caption, headings, rows, total)


def _compared(now: int, before: int | None) -> tuple[str, str, str]:
    return (number(now), "–", "–") if before is None else (number(now), number(before), difference(now, before))


def drawing(svg_class: str, width: int, height: int, title: str, description: str, body: SafeString) -> SafeString:
    """Return the `<svg>` element round a body, named for those who do not see it."""
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="{}" viewBox="0 0 {} {}" width="{}" height="{}" role="img"'
        ' aria-label="{}" font-family="{}"><title>{}</title><desc>{}</desc>{}</svg>',
        *(svg_class, width, height, width, height, f"{title}. {description}", FONT, title, description, body),
    )


def joined(parts: Sequence[SafeString]) -> SafeString:
    """Return the parts as one; they are safe already."""
    return mark_safe("".join(parts))  # noqa: S308  (SafeString only, by type)


def text(
    x: float, y: float, words: str, *, anchor: str = "start", size: int = 14, bold: bool = False, fill: str = SOFT
) -> SafeString:
    """Return one line of text."""
    weight = mark_safe(' font-weight="700"') if bold else ""
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}" font-size="{}"{} fill="{}">{}</text>',
        *(at(x), at(y), anchor, size, weight, fill, words),
    )


def at(value: float) -> str:
    """Return a coordinate as it is written."""
    return f"{value:.1f}"


def number(value: int) -> str:
    """Return a count as the reader's language writes it."""
    return number_format(value, use_l10n=True, force_grouping=True)
