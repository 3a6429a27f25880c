"""Markdown as HTML that can do no harm, and as a text that reads well alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import nh3
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

ALLOWED_TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "br", "h3", "blockquote"}
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*\*|__|\*)(?=\S)(.+?)(?<=\S)\1")


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # here: every process would load it, few render Markdown

    return MarkdownIt("commonmark", {"html": False, "linkify": False})


def as_html(markdown: str) -> SafeString:
    """Return Markdown as safe HTML: raw HTML is shown as text, links are http(s), mailto or tel only."""
    tokens = _markdown().parse(markdown)
    for token in tokens:
        if token.type.startswith("heading_"):
            token.tag = "h3"  # a block's own heading is an h2: whoever listens to headings misses no level
    html = nh3.clean(
        _markdown().renderer.render(tokens, _markdown().options, {}),
        tags=ALLOWED_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    return mark_safe(html)  # noqa: S308  (cleaned by nh3 on the line above)


def as_text(markdown: str) -> str:
    """Return Markdown as plain text: the address of a link stands after its words."""
    plain = _LINK.sub(lambda found: f"{found[1]}: {found[2]}" if found[1] != found[2] else found[2], markdown)
    return _EMPHASIS.sub(r"\2", _HEADING.sub("", plain))


def holds_a_picture(markdown: str) -> bool:
    """Tell whether a text wants to show a picture, which no letter fetches: those are blocks of their own."""
    return any(child.type == "image" for token in _markdown().parse(markdown) for child in token.children or [])


def links_in(markdown: str) -> list[str]:
    """Return the web addresses that a text links to, each once."""
    tokens = [child for token in _markdown().parse(markdown) for child in token.children or []]
    found = (str(token.attrGet("href") or "") for token in tokens if token.type == "link_open")
    return list(dict.fromkeys(link for link in found if link.startswith(("http://", "https://"))))
