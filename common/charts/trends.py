"""A year's figures with last year's beside."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.charts.svg import INK, LAST, LINE, THIS, WHITE, Drawing, at, comparison_table, drawing, joined, number, text


@dataclass(frozen=True)
class Span:
    """A stretch of time to mark under a trend line, from and to a position among the labels (0 is the first)."""

    start: float
    end: float
    text: str


def scale(most: float, lines: int = 4) -> tuple[int, list[int]]:
    """Return the top of an axis and its marks: 0 and at most `lines` round numbers, the last not under `most`."""
    step = 1
    while step * lines < most:
        magnitude = 10 ** int(math.log10(step))
        step = {1: 2, 2: 5, 5: 10}[step // magnitude] * magnitude
    count = max(1, math.ceil(most / step))
    return step * count, [step * index for index in range(count + 1)]


# The field of a trend line within 720 x 284 units.
LEFT, RIGHT, TOP, BOTTOM = 40, 610, 24, 240


@dataclass(frozen=True)
class _Field:
    count: int
    top: int

    def x(self, index: float) -> float:
        return LEFT + (RIGHT - LEFT) * (index / max(self.count - 1, 1))

    def y(self, value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (value / self.top)

    def path(self, values: Sequence[int | None]) -> str:
        """Return the line through the values, broken where one is not known."""
        steps, pen = [], "M"
        for i, value in enumerate(values):
            if value is not None:
                steps.append(f"{pen}{at(self.x(i))} {at(self.y(value))}")
            pen = "M" if value is None else "L"
        return "".join(steps)


def trend_line(
    this_year: Sequence[int],
    last_year: Sequence[int | None],
    labels: Sequence[str],
    title: str,
    *,
    unfinished: bool = False,
    spans: Sequence[Span] = (),
    names: tuple[str, str] | None = None,
) -> Drawing:
    """Draw this year's figures with last year's, dashed, beside; None in these is not known and breaks their line.

    `this_year` may be shorter than the labels. With `unfinished` its last point is drawn open: it counts the same days
    of both years. Raises ValueError if last year has another length than the labels.
    """
    if len(last_year) != len(labels) or len(this_year) > len(labels) or not labels:
        raise ValueError("a trend needs one label a figure")
    now, before = names or (_("this year"), _("last year"))
    compared = last_year[: len(this_year)]
    top, marks = scale(max([1, *this_year, *(count for count in last_year if count is not None)]))
    field = _Field(len(labels), top)
    lines = _lines(field, this_year, last_year, unfinished)
    parts = [*_grid(field, marks, labels), *lines, *(_span(field, span) for span in spans)]
    a, b, is_whole = _sums(this_year, compared)
    parts += _ends(field, this_year, last_year, (now, before), b if is_whole else None)
    sums = {"now": now, "a": number(a), "before": before, "b": number(b)}
    description = _("%(now)s %(a)s, %(before)s %(b)s in the same time.") % sums
    headings = (_("Period"), now, before, _("Difference"))
    table = comparison_table(labels[: len(this_year)], this_year, compared, title, headings)
    return Drawing(drawing("chart", 720, 284, title, description, joined(parts)), description, table)


def _sums(this_year: Sequence[int], last_year: Sequence[int | None]) -> tuple[int, int, bool]:
    """Return the years' sums over the periods known in both, and whether those are all."""
    both = [(now, then) for now, then in zip(this_year, last_year, strict=True) if then is not None]
    return sum(now for now, _then in both), sum(then for _now, then in both), len(both) == len(this_year)


def _grid(field: _Field, marks: Sequence[int], labels: Sequence[str]) -> list[SafeString]:
    lines = [
        format_html(
            '<path class="chart-grid" d="M{} {}H{}" stroke="{}" stroke-width="1"/>',
            LEFT,
            at(field.y(mark)),
            RIGHT,
            LINE,
        )
        for mark in marks
    ]
    lines += [text(LEFT - 8, field.y(mark) + 5, number(mark), anchor="end") for mark in marks]
    # Not more words than have room; the last always has.
    every = math.ceil(len(labels) / 12)
    kept = [i for i in range(len(labels)) if (len(labels) - 1 - i) % every == 0]
    return lines + [text(field.x(i), 264, labels[i], anchor="middle") for i in kept]


def _lines(
    field: _Field, this_year: Sequence[int], last_year: Sequence[int | None], unfinished: bool
) -> list[SafeString]:
    lines = [_line(field, last_year, LAST, "chart-last", 2.2, "6 4")]
    if this_year:
        lines += [_line(field, this_year, THIS, "chart-this", 3.4, "none"), _points(field, this_year, unfinished)]
    return lines


def _line(field: _Field, values: Sequence[int | None], colour: str, name: str, width: float, dashes: str) -> SafeString:
    return format_html(
        '<path class="{}" d="{}" fill="none" stroke="{}" stroke-width="{}" stroke-dasharray="{}"'
        ' stroke-linejoin="round"/>',
        *(name, field.path(values), colour, width, dashes),
    )


def _points(field: _Field, values: Sequence[int], unfinished: bool) -> SafeString:
    whole = len(values) - (1 if unfinished else 0)
    dots = format_html_join(
        "",
        '<circle class="chart-dot" cx="{}" cy="{}" r="3.6" fill="{}"/>',
        ((at(field.x(i)), at(field.y(value)), THIS) for i, value in enumerate(values[:whole])),
    )
    if not unfinished:
        return dots
    return dots + format_html(
        '<circle class="chart-open" cx="{}" cy="{}" r="4.6" fill="{}" stroke="{}" stroke-width="2"/>',
        *(at(field.x(whole)), at(field.y(values[whole])), WHITE, THIS),
    )


def _span(field: _Field, span: Span) -> SafeString:
    left, right = field.x(span.start), field.x(span.end)
    bracket = format_html(
        '<path d="M{} 196V208H{}V196" fill="none" stroke="{}" stroke-width="1.4"/>', at(left), at(right), INK
    )
    return bracket + text((left + right) / 2, 226, span.text, anchor="middle", fill=INK)


def _ends(
    field: _Field, this_year: Sequence[int], last_year: Sequence[int | None], names: tuple[str, str], before: int | None
) -> list[SafeString]:
    """Name the lines at their right end with their sums, pushed apart where they would touch."""
    last_y = field.y(next((count for count in reversed(last_year) if count is not None), 0))
    last = names[1] if before is None else f"{names[1]}: {number(before)}"
    if not this_year:
        return [text(RIGHT + 12, last_y + 5, last, size=16)]
    this_y = field.y(this_year[-1])
    gap = 22 - abs(this_y - last_y)
    if gap > 0:
        push = gap / 2 if this_y >= last_y else -gap / 2
        this_y, last_y = this_y + push, last_y - push
    return [
        text(RIGHT + 12, this_y + 5, f"{names[0]}: {number(sum(this_year))}", size=16, bold=True, fill=THIS),
        text(RIGHT + 12, last_y + 5, last, size=16),
    ]
