"""Paper: valid for assistive technology, contents when long, nothing read that is not ours."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import page as pdf_page
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template import engines
from django.utils import translation

from common.charts import MapPoint, Span, bars, locator, map_sketch, trend_line
from documents.pdf import ResourceRefusedError, make, making, sources
from documents.slots import Paper
from tests.whole.naughty import LIST

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[17.8, 59.2], [17.82, 59.2], [17.82, 59.21], [17.8, 59.21], [17.8, 59.2]]],
}
MONTHS = ["dec", "jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov"]


@pytest.fixture
def template(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Return a way to have a template by its text."""
    texts: dict[str, str] = {}
    real = making.render_to_string

    def rendered(name: str, context: dict[str, Any]) -> str:
        if name in texts:
            return str(engines["django"].from_string(texts[name]).render(context))
        return real(name, context)

    monkeypatch.setattr(making, "render_to_string", rendered)

    def named(text: str) -> str:
        texts["test.html"] = '{% extends "documents/paper.html" %}{% block content %}' + text + "{% endblock %}"
        return "test.html"

    return named


def problems(content: bytes, tmp_path: Path) -> str:
    """Return what the validator has against the file, or nothing."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(content)
    report = pdf_page.validate_pdf(str(path), profile=pdf_page.ValidationProfile.PDF_UA_1)
    return "" if report.is_compliant else str(report)


PARTS = """
{% include "documents/parts/figures_row.html" %}
<h2>Trend</h2>{% include "documents/parts/trend.html" with note="Not" caveat="Förbehåll" %}
<h2>Typ</h2>{{ kinds.svg }}{% include "documents/parts/table.html" with table=kinds.table %}
<h2>Karta</h2>{% include "documents/parts/map.html" %}
<h2>Folk</h2>{% include "documents/parts/people.html" %}
<h2>Händer</h2>{% include "documents/parts/events.html" %}
"""


def test_every_part_together_is_valid(template: Callable[[str], str], tmp_path: Path) -> None:
    context = {
        "figures": [("Med", 38, "hushåll")] * 4,
        "trend": trend_line(
            range(12), range(12, 24), MONTHS, "Anmälningar", unfinished=True, spans=[Span(6, 7.5, "insats")]
        ),
        "kinds": bars([3, 0], ["Klotter", "Glaskross"], "Typ", before=[4, 1]),
        "map": map_sketch(SQUARE, [], [MapPoint(17.81, 59.205, "ring", "Gården")], "Karta", name="Exempelgården"),
        "locator": locator(SQUARE, 17.81, 59.205, "Läget"),
        "key": [("Ring", "gården")],
        "people": [("Kim Exempel", "huvudombud"), ("", "Ett ombud till")],
        "events": [("12 december", "Lucia", "Torget")],
    }
    made = make(Paper(template(PARTS), context, "Exempelgården"), language="sv")
    assert problems(made.content, tmp_path) == ""
    assert made.pages <= 4


def test_over_four_pages_get_contents_that_point_right(template: Callable[[str], str], tmp_path: Path) -> None:
    text = '{% for n in chapters %}<h2 class="new-page">Kapitel {{ n }} &amp; mer</h2><p>Text</p>{% endfor %}'
    paper = Paper(template(text), {"chapters": range(5)}, "Långt")
    assert make(Paper(paper.template, {"chapters": range(2)}, "Kort"), language="sv").pages == 3
    made = make(paper, language="sv")
    assert made.pages == 6
    assert problems(made.content, tmp_path) == ""
    _html, headings = making.page(paper, language="sv", contents=[])
    assert headings[1] == ("del-2", "Kapitel 1 & mer")
    html, _headings = making.page(paper, language="sv", contents=headings)
    assert '<a href="#del-2">Kapitel 1 &amp; mer</a>' in html


def test_language_and_title_follow_into_the_page() -> None:
    with translation.override("en"):
        html, _headings = making.page(Paper("documents/paper.html", {}, "A <b> & c"), language="en", contents=[])
    assert '<html lang="en">' in html
    assert "<title>A &lt;b&gt; &amp; c</title>" in html
    assert "when a crime is going on" in html


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://example.com/x.png",
        "http://127.0.0.1:1/",
        "file:///etc/passwd",
        "ftp://example.com/x",
        "data:image/png;base64,AAAA",
        "/etc/passwd",
        "/static/../../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/manage.py",
        "/lagrat/../../etc/passwd",
        "/lagrat//etc/passwd",
        "//example.com/x.png",
    ],
)
def test_nothing_outside_is_read(template: Callable[[str], str], address: str) -> None:
    paper = Paper(template('<p>x</p><img src="{{ address }}" alt="x">'), {"address": address}, "x")
    with pytest.raises(ResourceRefusedError):
        make(paper, language="sv")


def test_static_and_stored_files_are_read() -> None:
    name = default_storage.save("photos/x.css", ContentFile(b"p{}"))
    assert sources.read(f"{sources.BASE}/lagrat/{name}") == (b"p{}", "text/css")
    content, media_type = sources.read(f"{sources.BASE}/static/documents/paper.css")
    assert b"@page" in content
    assert media_type == "text/css"


def test_a_missing_file_is_refused() -> None:
    for name in ("/lagrat/none.png", "/static/none.png", "/lagrat/"):
        with pytest.raises(ResourceRefusedError):
            sources.read(sources.BASE + name)


def test_naughty_strings_as_titles_are_printed_not_run(tmp_path: Path, template: Callable[[str], str]) -> None:
    if not LIST.exists():
        pytest.skip(f"{LIST} is missing: the naughty strings were not tried")
    strings = json.loads(LIST.read_text(encoding="utf-8"))
    text = "{% for words in strings %}<h3>{{ words }}</h3><p>{{ words }}</p>{% endfor %}"
    for words in (strings[0], strings[-1], *strings[::60]):
        making.page(Paper("documents/paper.html", {}, words), language="sv", contents=[])
    made = make(Paper(template(text), {"strings": strings}, "Konstiga strängar"), language="sv")
    assert made.content.startswith(b"%PDF-1.7")
    assert not re.search(rb"/(JavaScript|JS|Launch|URI)\b", inflated(made.content))


def inflated(content: bytes) -> bytes:
    """Return the file with its object streams unpacked, roughly: enough to look for forbidden words."""
    out = content
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            unpacked = zlib.decompress(match[1])
        except zlib.error:
            continue
        if b"/Type" in unpacked:
            out += unpacked
    return out


HARD = ["<script>alert(1)</script>", "\x00\x1b[31m", "\u202eltr", "Ω≈ç√", "ž ş ł ć", "&amp;", "x" * 500]


@pytest.mark.parametrize("words", HARD)
def test_hard_titles_are_still_valid(words: str, tmp_path: Path) -> None:
    made = make(Paper("documents/paper.html", {}, words), language="sv")
    assert problems(made.content, tmp_path) == ""
