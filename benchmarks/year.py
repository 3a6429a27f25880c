"""Twelve months of letters on the real beat, worker and mail server, with ten planted faults: `./run bench year`.

The plan of three series (nine, four and two issues) is laid out; a clock that all processes read is driven from step
to step. Prints `year.issues_sent`, `year.doubled` (copies beyond one to a reader of an issue), `year.lost` (readers
of an issue without one) and `year.missing_alarms` (missed dates that nobody was told of). BENCH_SEED changes the
readers and which issue meets which fault.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

from benchmarks._postal import database
from benchmarks._year import faults, lives, people
from benchmarks._year.processes import House

YEAR = 2027
BEFORE = timedelta(minutes=30)
PROCESSES = 3


def change_of_clocks(month: int) -> datetime:
    """Return half past three of the last Sunday of a month: the first half hour after the one that is not there."""
    from common import clock

    day = max(day for day in range(25, 32) if date(YEAR, month, day).weekday() == 6)
    return datetime(YEAR, month, day, 3, 30, tzinfo=clock.STOCKHOLM)


def plan(house: House, rng: random.Random) -> list[tuple[lives.Life, str]]:
    """Lay out the year, and give ten of its issues a fault each."""
    from newsletters import services
    from newsletters.models import Series

    desk = people.make(rng)
    issues = [issue for series in Series.objects.all() for issue in services.plan_year(series=series, year=YEAR)]
    found = {}
    for fault, month in (("spring", 3), ("autumn", 10)):
        moment = change_of_clocks(month)
        before = [one for one in issues if one.send_at < moment and one.pk not in found]
        nearest = max(before, key=lambda one: one.send_at)
        found[nearest.pk] = (lives.Life(house, desk, nearest, moment), fault)
    rest = [issue for issue in issues if issue.pk not in found]
    rng.shuffle(rest)
    others = [fault for fault in lives.EXPECTED if fault not in ("spring", "autumn")]
    for issue, fault in zip(rest, [*others, *[""] * len(rest)], strict=False):
        found[issue.pk] = (lives.Life(house, desk, issue, issue.send_at), fault)
    return list(found.values())


def live(house: House, planned: list[tuple[lives.Life, str]]) -> None:
    """Go through the year, step by step; before each, the house gets to see the hour before it."""
    from common import clock

    todo = [
        (moment, number, do) for number, (life, fault) in enumerate(planned) for moment, do in faults.STEPS[fault](life)
    ]
    for moment, _number, do in sorted(todo, key=lambda step: step[0]):
        if moment - BEFORE > house.now:
            house.set(moment - BEFORE)
            house.round()
        if moment > house.now:
            house.set(moment)
        with clock.at(house.now):
            do()
        house.round()
        see_off(house)
        answer(house, planned)
    settle(house, planned)


def see_off(house: House) -> None:
    """Let what is leaving leave, minute by minute, before weeks are skipped: but not while something is down."""
    from newsletters.models import Issue

    for _minute in range(120):
        is_leaving = Issue.objects.filter(status="sending").exists()
        if not is_leaving or len(house.running) < PROCESSES:
            return
        time.sleep(0.25)
        house.set(house.now + timedelta(minutes=1))


def answer(house: House, planned: list[tuple[lives.Life, str]]) -> None:
    """Answer for issues that an outage planted for another one has held back, once somebody has been told."""
    from common import clock
    from newsletters.models import Alarm

    asked = set(Alarm.objects.filter(kind="overdue").values_list("issue", flat=True))
    with clock.at(house.now):
        for life, fault in planned:
            if fault != "house_down" and life.issue.pk in asked and life.fresh().is_long_overdue:
                life.send_now()


def settle(house: House, planned: list[tuple[lives.Life, str]]) -> None:
    """Let the last days of December pass until every issue has gone out."""
    for _hour in range(48):
        if all(life.fresh().status == "sent" for life, _fault in planned):
            return
        house.set(house.now + timedelta(hours=1))
        house.round()
        see_off(house)


def judge(house: House, planned: list[tuple[lives.Life, str]]) -> dict[str, int]:
    """Compare what arrived with who should have got it, and the alarms with what was missed."""
    from newsletters.models import Alarm
    from post.models import Delivery, Subscription

    issue_of = dict(Delivery.objects.values_list("message_id", "mailing_id"))
    arrived = Counter((issue_of.get(message_id), recipient) for recipient, message_id in house.arrivals())
    sent = lost = missing = 0
    for life, fault in planned:
        issue = life.fresh()
        sent += issue.status == "sent"
        readers = Subscription.objects.filter(list__key=issue.series.list_key).values_list("email", flat=True)
        lost += sum((issue.mailing_id, reader) not in arrived for reader in readers)
        raised = set(Alarm.objects.filter(issue=issue).values_list("kind", "step"))
        absent = lives.EXPECTED.get(fault, set()) - raised
        missing += len(absent)
        print(
            f"{issue.name} {fault or 'as planned'}: {issue.status} {issue.sent_at}, alarms {sorted(raised)}",
            file=sys.stderr,
        )
    doubled = sum(count - 1 for (mailing, _reader), count in arrived.items() if mailing is not None)
    return {"issues_sent": sent, "doubled": doubled, "lost": lost, "missing_alarms": missing}


def run(_arguments: list[str]) -> bool:
    """Live the year, print what became of it, and tell whether the promise was kept."""
    rng, began = random.Random(int(os.environ.get("BENCH_SEED", "1"))), time.monotonic()
    with database.own_database("bench_year"), tempfile.TemporaryDirectory() as folder:
        from common import clock

        house = House(Path(folder))
        house.set(datetime(YEAR, 1, 1, tzinfo=clock.STOCKHOLM))
        planned = plan(house, rng)
        house.flush_broker()
        try:
            house.up("relay", "worker", "beat")
            live(house, planned)
            found = judge(house, planned)
        finally:
            house.stop()
    for name, value in found.items():
        print(f"year.{name}: {value}")
    print(f"year.seconds: {time.monotonic() - began:.0f}")
    return found == {"issues_sent": len(planned), "doubled": 0, "lost": 0, "missing_alarms": 0}
