"""What letters show and count: text of blocks as HTML, statistics rows, the year's plan."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

ALLOWED_TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "br", "h3", "h4", "blockquote"}


@dataclass(frozen=True)
class StatisticsRow:
    """One kind of report: this period and the same period last year; shares are of the longest bar, 0-100."""

    label: str
    now: int
    before: int
    now_share: int
    before_share: int


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False})


def as_html(markdown: str) -> SafeString:
    """Return Markdown as safe HTML: raw HTML is shown as text, links are http(s), mailto or tel only."""
    html = nh3.clean(
        _markdown().render(markdown),
        tags=ALLOWED_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    return mark_safe(html)  # noqa: S308  (cleaned by nh3 on the line above)


def statistics_rows(counts: list[tuple[str, int, int]]) -> list[StatisticsRow]:
    """Return (label, now, before) counts as rows with the shares their bars need."""
    longest = max([1, *(max(now, before) for _label, now, before in counts)])
    return [
        StatisticsRow(label, now, before, round(100 * now / longest), round(100 * before / longest))
        for label, now, before in counts
    ]
