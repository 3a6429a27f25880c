"""A week in squares: one an hour and weekday, the larger the more. Read without colour."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.charts.svg import INK, LINE, THIS, DataTable, Drawing, at, drawing, joined, number, text

HOURS, STEP, LEFT, TOP = 24, 26, 92, 26


def week_of_hours(counts: Mapping[int, int], days: Sequence[str], title: str) -> Drawing:
    """Draw counts by weekday times 24 plus hour (Monday is 0). The area of a square is its share of the largest."""
    most = max([1, *counts.values()])
    parts = [
        text(LEFT + STEP * hour + STEP / 2, 16, f"{hour:02d}", anchor="middle", size=13) for hour in range(0, HOURS, 3)
    ]
    for row, day in enumerate(days):
        parts += _day(row, day, counts, most)
    busiest = max(counts, key=lambda key: counts[key], default=None)
    description = _("No reports.")
    if busiest is not None:
        words = {"day": days[busiest // HOURS], "hour": busiest % HOURS, "n": number(counts[busiest])}
        description = _("Most on %(day)s at %(hour)d: %(n)s.") % words
    svg = drawing("chart", LEFT + STEP * HOURS, TOP + STEP * len(days) + 6, title, description, joined(parts))
    return Drawing(svg, description, _table(counts, days, title))


def _day(row: int, day: str, counts: Mapping[int, int], most: int) -> list[SafeString]:
    """One weekday: its name, its line, and a square for each hour with something in it."""
    middle = TOP + STEP * row + STEP / 2
    line = format_html(
        '<path class="chart-grid" d="M{} {}H{}" stroke="{}" stroke-width="1"/>',
        *(LEFT, at(middle), LEFT + STEP * HOURS, LINE),
    )
    parts = [text(0, middle + 5, day, fill=INK), line]
    for hour in range(HOURS):
        if count := counts.get(row * HOURS + hour, 0):
            side = (STEP - 3) * math.sqrt(count / most)
            left, top = LEFT + STEP * hour + (STEP - side) / 2, middle - side / 2
            parts.append(
                format_html(
                    '<rect class="chart-dot" x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
                    *(at(left), at(top), at(side), at(side), THIS),
                )
            )
    return parts


def _table(counts: Mapping[int, int], days: Sequence[str], title: str) -> DataTable:
    rows = tuple(
        (f"{hour:02d}", *(number(counts.get(row * HOURS + hour, 0)) for row in range(len(days))))
        for hour in range(HOURS)
    )
    return DataTable(title, (_("Hour"), *days), rows)
