"""How the calendar holds with 5,000 items in a year over 200: `./run bench calendar`.

Prints `calendar.page_growth` (the worst of the year page and the wheel, p95 over p95, measured in turns),
`calendar.feed_seconds` (5,000 items, and that an unchanged feed answers 304), `calendar.wheel_pdf_seconds` (200 items,
in a worker that has made a document before: the median of three; the first one, which loads WeasyPrint, is told beside
it without a bar) and `calendar.copy_year_seconds` (5,000 items). Other sizes (`--few`, `--many`, `--rounds`) are for a
quick look.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from benchmarks._postal.database import own_database

if TYPE_CHECKING:
    from django.test import Client

FEW, MANY, ROUNDS = 200, 5_000, 30
PAGES = ("/kalender/", "/kalender/arshjul/")
BARS = {"page_growth": 2.0, "feed_seconds": 1.0, "wheel_pdf_seconds": 3.0, "copy_year_seconds": 10.0}


def run(arguments: list[str]) -> bool:
    """Measure on a database of its own, and tell whether every bar held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=FEW)
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args(arguments)
    with own_database("bench_calendar"):
        figures = _figures(random.Random(os.environ.get("BENCH_SEED", "1")), asked)
    for name, value in figures.items():
        print(f"calendar.{name}: {value:.3g}", flush=True)
        if value > BARS[name]:
            print(f"calendar.{name}: the bar is <= {BARS[name]:g}", file=sys.stderr)
    return all(value <= BARS[name] for name, value in figures.items())


def _figures(rng: random.Random, asked: argparse.Namespace) -> dict[str, float]:
    from holiday_calendar import reference

    reference.load()
    found: dict[str, float] = {}
    _fill(rng, asked.few)
    print(f"calendar.wheel_pdf_first_seconds: {_wheel_pdf():.3g}", flush=True)
    found["wheel_pdf_seconds"] = statistics.median(_wheel_pdf() for _again in range(3))
    few = {page: _p95(page, asked.rounds) for page in PAGES}
    _fill(rng, asked.many)
    many = {page: _p95(page, asked.rounds) for page in PAGES}
    found["page_growth"] = max(many[page] / few[page] for page in PAGES)
    found["feed_seconds"] = _feed(asked.many)
    found["copy_year_seconds"] = _copy(asked.many)
    return found


def _fill(rng: random.Random, count: int) -> None:
    """Spread so many public and internal items of every kind over the current school year."""
    from common import clock
    from holiday_calendar import figures
    from holiday_calendar.models import CalendarItem

    first, last = figures.wheel_days(clock.today())
    days = (last - first).days
    CalendarItem.objects.all().delete()
    CalendarItem.objects.bulk_create(
        _item(rng, first + timedelta(days=rng.randrange(days)), number) for number in range(count)
    )


def _item(rng: random.Random, day: date, number: int) -> object:
    from common import clock
    from holiday_calendar.models import CalendarItem

    starts = datetime(day.year, day.month, day.day, rng.randrange(8, 20), tzinfo=clock.STOCKHOLM)
    return CalendarItem(
        kind=rng.choices(["activity", "coordination", "steering", "check_in"], [90, 4, 3, 3])[0],
        title=f"Händelse {number} {rng.choice(['vid torget', 'i parken', 'på biblioteket', 'i hallen'])}",
        starts_at=starts,
        ends_at=starts + timedelta(hours=rng.choice([1, 2, 3, 26])),
        place=rng.choice(["", "Torget", "Parken"]),
        is_public=rng.random() < 0.8,
        moves_by=rng.choice(["week", "date", "weekday"]),
    )


def _p95(page: str, rounds: int) -> float:
    client = _reader()
    if client.get(page).status_code != 200:
        raise SystemExit(f"{page} was not shown")
    return _worst(lambda: client.get(page).content, rounds)


def _reader() -> Client:
    """Return somebody who reads, at an address the house answers to."""
    from django.test import Client

    return Client(SERVER_NAME="localhost")


def _worst(work: Callable[[], object], rounds: int) -> float:
    """Return the 95th percentile of the seconds a piece of work takes."""
    times = []
    work()
    for _round in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return sorted(times)[int(0.95 * rounds)]


def _feed(count: int) -> float:
    began = time.perf_counter()
    answer = _reader().get("/kalender/kalender.ics")
    seconds = time.perf_counter() - began
    if answer.content.count(b"BEGIN:VEVENT") < count / 2:
        raise SystemExit("the feed left events out")
    if _reader().get("/kalender/kalender.ics", headers={"if-none-match": answer["ETag"]}).status_code != 304:
        raise SystemExit("an unchanged feed was sent again")
    return seconds


def _wheel_pdf() -> float:
    from common import clock
    from documents import pdf
    from documents.slots import KINDS
    from holiday_calendar import figures

    kind = KINDS.get("year_wheel")
    if kind is None:
        raise SystemExit("nobody makes the wheel's PDF")
    year = figures.year_label(clock.today()).replace("/", "-")
    began = time.perf_counter()
    made = pdf.make(kind.build(year, "sv", lambda _done, _said: None), language="sv")
    seconds = time.perf_counter() - began
    if not made.content.startswith(b"%PDF"):
        raise SystemExit("no PDF was made")
    return seconds


def _copy(count: int) -> float:
    from accounts.models import User
    from common import clock
    from holiday_calendar import figures, services
    from holiday_calendar.models import CalendarItem

    actor = User.objects.create(email="provare@example.org")
    year = figures.wheel_days(clock.today())[0].year
    began = time.perf_counter()
    services.copy_year(source=year, target=year + 1, actor=actor)
    seconds = time.perf_counter() - began
    if CalendarItem.objects.drafts().count() < count * 0.95:
        raise SystemExit("the copy left items out")
    return seconds
