"""Lying bars: one a name, this period thick, the one before thin."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.charts.svg import (
    INK,
    LAST,
    THIS,
    WHITE,
    DataTable,
    Drawing,
    at,
    comparison_table,
    drawing,
    joined,
    number,
    text,
)


def bars(
    values: Sequence[int],
    labels: Sequence[str],
    title: str,
    *,
    before: Sequence[int] | None = None,
    names: tuple[str, str] | None = None,
) -> Drawing:
    """Draw lying bars, one a label: this period thick and filled, the one before thin and open, number beside."""
    if len(values) != len(labels) or (before is not None and len(before) != len(values)):
        raise ValueError("bars need one label a figure")
    now_name, before_name = names or (_("this year"), _("last year"))
    most = max([1, *values, *(before or [])])
    step = 44 if before is not None else 34
    parts: list[SafeString] = []
    for i, (value, label) in enumerate(zip(values, labels, strict=True)):
        y = 8 + i * step
        parts += [text(0, y + 15, _short(label), fill=INK), _bar(y, value / most, 18, THIS, THIS)]
        parts.append(text(246 + 400 * value / most, y + 15, number(value), bold=True, fill=INK))
        if before is not None:
            parts.append(_bar(y + 22, before[i] / most, 8, WHITE, LAST))
            parts.append(text(246 + 400 * before[i] / most, y + 31, number(before[i]), size=12))
    description = "; ".join(f"{label} {number(value)}" for value, label in zip(values, labels, strict=True))
    table = (
        DataTable(title, ("", now_name), tuple((str(k), number(v)) for k, v in zip(labels, values, strict=True)))
        if before is None
        else comparison_table(labels, values, before, title, ("", now_name, before_name, _("Difference")))
    )
    height = 12 + step * len(values)
    return Drawing(drawing("chart", 720, height, title, description, joined(parts)), description, table)


def _short(label: str, most: int = 30) -> str:
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"


def _bar(y: float, share: float, height: int, fill: str, stroke: str) -> SafeString:
    return format_html(
        '<rect x="238" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="1.2"/>',
        *(at(y), at(max(400 * share, 0.6)), height, fill, stroke),
    )
