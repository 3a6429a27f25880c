"""From a Paper to the bytes of a tagged, accessible PDF (PDF/UA-1, ISO 14289-1)."""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from common import clock
from documents.pdf.sources import BASE, ResourceRefusedError, fetcher
from documents.slots import Paper

CONTENTS_OVER_PAGES = 4
HEADING = re.compile(r"<h2(?P<attributes>[^>]*)>(?P<text>.*?)</h2>", re.DOTALL)
# XML and PDF hold no control characters; U+FFFE and U+FFFF are no characters at all.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Made:
    """A finished PDF."""

    content: bytes
    pages: int


def make(paper: Paper, *, language: str) -> Made:
    """Set the pages; over four of them get a list of contents. Raises ResourceRefusedError."""
    html, headings = page(paper, language=language, contents=[])
    document = _set(html)
    if len(document.pages) > CONTENTS_OVER_PAGES and headings:
        html, _headings = page(paper, language=language, contents=headings)
        document = _set(html)
    return Made(document.write_pdf(pdf_variant="pdf/ua-1"), len(document.pages))


def page(paper: Paper, *, language: str, contents: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    """Return the HTML and its second-level headings as (id, text)."""
    context: dict[str, Any] = {
        "municipality": settings.MUNICIPALITY,
        "contact_phone": settings.CONTACT_PHONE,
        "contact_email": settings.CONTACT_EMAIL,
        "report_address": settings.BASE_URL.split("://")[-1].rstrip("/") + "/rapportera/",
        **paper.context,
        "paper": paper,
        "paper_language": language,
        "paper_made_at": clock.now(),
        "paper_contents": contents,
    }
    return with_ids(UNPRINTABLE.sub("", render_to_string(paper.template, context)))


def with_ids(html: str) -> tuple[str, list[tuple[str, str]]]:
    """Give every second-level heading without an id one, so that the contents can point at it."""
    found: list[tuple[str, str]] = []

    def numbered(match: re.Match[str]) -> str:
        attributes, text = match["attributes"], match["text"]
        if "data-not-in-contents" in attributes:
            return match[0]
        named = re.search(r'\bid="([^"]+)"', attributes)
        name = named[1] if named else f"del-{len(found) + 1}"
        found.append((name, " ".join(entities.unescape(strip_tags(text)).split())))
        return match[0] if named else f'<h2 id="{name}"{attributes}>{text}</h2>'

    return HEADING.sub(numbered, html), found


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """Return the process's own fonts: unpacking them anew takes half a second of each document."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _set(html: str) -> Any:
    from weasyprint import HTML

    refused: list[str] = []
    source = HTML(string=html, base_url=BASE + "/", url_fetcher=fetcher(refused))
    document = source.render(pdf_variant="pdf/ua-1", font_config=_fonts())
    if refused:
        raise ResourceRefusedError(refused[0])
    return document
