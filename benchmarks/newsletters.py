"""How letters hold at a million reports and a hundred thousand readers: `./run bench newsletters [--data FILE]`.

Prints `newsletters.page_growth` (bar 2: the worst of desk, archive, preview and the pages of an issue that has left,
at 500 issues and 100,000 readers who got it over 10 and 500, p95 over p95), `newsletters.freeze_350_seconds` (bar 30:
the letters of 350 areas in every language, each with its statistics, at a million reports), `newsletters.html_errors`
(bar 0: of the Nu HTML checker, in a letter as it leaves) and `newsletters.spam_score` (bar 0.5: SpamAssassin's local
rules). The last two need Java and SpamAssassin and say so where those are missing; what was not measured has not
held. `--data FILE` takes reports as `./run bench incidents` does; `--many` and `--readers` are for trying the
benchmark itself; `--only NAME …` measures some.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks._pages import coordinator, page_p95
from benchmarks._postal.database import own_database

FEW_ISSUES, MANY_ISSUES = 10, 500
FEW_READERS, MANY_READERS = 500, 100_000
REPORTS, AREAS = 1_000_000, 350
GROWTH, FREEZE, HTML, SPAM = "page_growth", "freeze_350_seconds", "html_errors", "spam_score"
BARS = {GROWTH: 2.0, FREEZE: 30.0, HTML: 0.0, SPAM: 0.5}
MISSING = {HTML: "Java (apt-get install default-jre-headless)", SPAM: "SpamAssassin (apt-get install spamassassin)"}


def run(arguments: list[str]) -> bool:
    """Measure on a database of its own, and tell whether every bar held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--only", nargs="+", choices=BARS)
    parser.add_argument("--many", type=int, default=REPORTS)
    parser.add_argument("--readers", type=int, default=MANY_READERS)
    options = parser.parse_args(arguments)
    wanted = options.only or list(BARS)
    with own_database("bench_letters"):
        figures = _figures(options, wanted)
    held = [_told(name, figures[name]) for name in wanted]
    return all(held)


def _told(name: str, value: float | None) -> bool:
    """Print a figure and tell whether it holds its bar; one that could not be measured does not."""
    if value is None:
        print(f"newsletters.{name} was not measured: it needs {MISSING[name]}", file=sys.stderr)
        return False
    print(f"newsletters.{name}: {value:.3g}", flush=True)
    if value > BARS[name]:
        print(f"newsletters.{name}: the bar is <= {BARS[name]:g}", file=sys.stderr)
    return value <= BARS[name]


def _figures(options: argparse.Namespace, wanted: list[str]) -> dict[str, float | None]:
    from benchmarks._letters import filling as letters
    from benchmarks._reports import filling as reports
    from incidents import reference

    reference.load()
    rows = reports.sample(options.data, os.environ.get("BENCH_SEED", "1"))
    reports.prepare(rows)
    letters.issues(0, FEW_ISSUES)
    letters.readers(0, FEW_READERS)
    found: dict[str, float | None] = {}
    if GROWTH in wanted:
        found[GROWTH] = _page_growth(options.readers)
    if set(wanted) - {GROWTH}:
        reports.fill(1, options.many, len(rows))
        found |= _letter_figures(wanted)
    return found


def _page_growth(readers: int) -> float:
    """Return the worst page's p95 with many issues and readers over that with few."""
    from benchmarks._letters import filling as letters
    from newsletters.models import Issue

    newest = Issue.objects.order_by("-send_at")[0]
    letters.delivered(newest, 0, FEW_READERS)
    edit, client = f"/nyhetsbrev/redaktion/{newest.pk}/", coordinator()
    pages = ("/nyhetsbrev/", "/nyhetsbrev/?q=lås", "/nyhetsbrev/redaktion/", edit)
    pages += (f"{edit}forhandsvisning/", f"{edit}forhandsvisning/brev/", f"{edit}lage/", f"{edit}utfall/")
    few = {page: page_p95(client, page) for page in pages}
    letters.issues(FEW_ISSUES, MANY_ISSUES)
    letters.readers(FEW_READERS, readers)
    letters.delivered(newest, FEW_READERS, readers)
    _analyse()
    many = {page: page_p95(client, page) for page in pages}
    for page in pages:
        print(f"{page}: {few[page] * 1000:.0f} ms, {many[page] * 1000:.0f} ms", file=sys.stderr)
    return max(many[page] / few[page] for page in pages)


def _analyse() -> None:
    """Let the database know what it holds, as it does by itself within a minute."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _letter_figures(wanted: list[str]) -> dict[str, float | None]:
    """Freeze a letter for every area, and look at one of them."""
    from benchmarks._letters import looking
    from benchmarks._postal.references import bench_python
    from incidents.services import release_months

    release_months()
    seconds, content = _frozen()
    mail = looking.message(content)
    found: dict[str, float | None] = {FREEZE: seconds}
    if HTML in wanted:
        found[HTML] = looking.html_errors(mail, bench_python())
    if SPAM in wanted:
        found[SPAM] = looking.spam_score(mail)
    return found


def _frozen() -> tuple[float, Any]:
    """Return the seconds it takes to compose and keep every area's letter in every language, and one of them."""
    from django.conf import settings

    from benchmarks._letters import filling as letters
    from benchmarks._letters import looking
    from neighbourhoods.models import Area
    from newsletters import sending
    from newsletters.models import Issue
    from post import services as post

    settings.BASE_URL = looking.HOME
    issue = Issue.objects.select_related("series").order_by("-send_at")[0]
    mailing = post.create_mailing(
        key="bench:letters",
        title="Brev",
        list_keys=[issue.series.list_key],
        sender=letters.SENDER,
    )
    variants = {f"area-{area}" for area in Area.objects.values_list("pk", flat=True)[:AREAS]}
    began = time.monotonic()
    sending.freeze_all(issue, mailing, sending.places(variants))
    taken = time.monotonic() - began
    assert mailing.contents.count() == (AREAS + 1) * len(settings.LANGUAGES)
    of_an_area = mailing.contents.filter(language="sv", variant=min(variants)).get()
    assert b"<table" in bytes(of_an_area.body)
    return taken, of_an_area
