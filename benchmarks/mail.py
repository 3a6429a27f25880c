"""How fast the post sends, against others: `./run bench mail [--part speed rtt ledger freeze] [--runs 7]`.

Prints the ratios and rates named in BARS. Every comparison is the median of 7 interleaved runs against one and the
same `smtp-sink` (C, Postfix) on this machine; PostgreSQL runs with fsync and synchronous_commit on. "End to end from
the ledger": from rows that wait to rows that are marked, the mail-out finished. Measured once, for to repeat them
would cost minutes: `mail.claim_growth` (1,560 claims among 300,000 rows; it compares medians of 60),
`mail.rss_growth_mb` (two processes' peaks) and `mail.freeze_350_seconds` (half a minute).
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack

from benchmarks._postal import database, sets, sink
from botkyrka_trygghet.local.places import ROOT
from botkyrka_trygghet.local.servers import dies_with_parent

RUNS = 7
BARS: dict[str, tuple[str, float]] = {
    "mail.vs_raw_smtplib": (">=", 1.2),
    "mail.vs_smtp_source": (">=", 0.8),
    "mail.threads4_vs_smtp_source": (">=", 1.1),
    "mail.vs_post_office": (">=", 10),
    "mail.vs_django_newsletter": (">=", 20),
    "mail.vs_task_per_recipient": (">=", 35),
    "mail.rtt_per_connection": (">=", 140),
    "mail.rtt_16_connections": (">=", 1200),
    "mail.fanout_rows_s": (">=", 100_000),
    "mail.claim_growth": ("<=", 1.5),
    "mail.rss_growth_mb": ("<=", 10),
    "mail.freeze_350_seconds": ("<=", 30),
}
ENGINE_MESSAGES, FOUR_LINES_MESSAGES = 3_000, 6_000
# Which of the measured stands against the house's own sending in each ratio.
RATIOS = {
    "mail.vs_raw_smtplib": "smtplib",
    "mail.vs_smtp_source": "smtp-source",
    "mail.threads4_vs_smtp_source": "four lines",
    "mail.vs_post_office": "post_office",
    "mail.vs_django_newsletter": "newsletter",
    "mail.vs_task_per_recipient": "task",
}
REFERENCE_MESSAGES = {"post_office": 400, "newsletter": 200, "task": 120}
ONE_WAY = 0.0025  # seconds


def say(name: str, value: float) -> bool:
    """Print a figure and return whether its bar is held."""
    print(f"{name}: {value:.4g}" if value < 1000 else f"{name}: {value:.0f}", flush=True)
    kind, bar = BARS[name]
    held = value >= bar if kind == ">=" else value <= bar
    if not held:
        print(f"{name}: the bar is {kind} {bar}", file=sys.stderr)
    return held


def engine_rate(port: int, *, count: int, lines: int = 1) -> float:
    """Return messages a second of the house's own sending over so many lines."""
    from django.conf import settings

    from post import tasks
    from post.models import Delivery, Mailing
    from post.sending import run as engine

    settings.POST_RELAY = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port}
    settings.POST_CONNECTIONS = lines
    made = sets.mailing(count)
    engine.begin(made.pk)
    began = time.monotonic()
    while Mailing.objects.get(pk=made.pk).status != "sent":
        tasks.deliver(made.pk)
    seconds = time.monotonic() - began
    assert Delivery.objects.filter(mailing=made, status="accepted").count() == count
    made.delete()
    return count / seconds


def median_ratios(measures: dict[str, Callable[[], float]], *, runs: int) -> dict[str, float]:
    """Run each in turn, so many times; return the median of each one's ratio, `engine` over it, in the same turn."""
    rates = {name: [] for name in measures}
    for _run in range(runs):
        for name, measure in measures.items():
            rates[name].append(measure())
    for name, found in rates.items():
        print(f"{name}: {statistics.median(found):.0f}/s ({min(found):.0f}-{max(found):.0f})", file=sys.stderr)
    engine = rates["engine"]
    return {name: statistics.median(e / o for e, o in zip(engine, rates[name], strict=True)) for name in rates} | {
        "four lines": statistics.median(f / s for f, s in zip(rates["four lines"], rates["smtp-source"], strict=True))
    }


def speed(address: str, runs: int) -> bool:
    """Compare with smtplib, smtp-source and three reference programs."""
    from benchmarks._postal.references import Reference

    message = sets.wire_message()
    with ExitStack() as stack:
        port = stack.enter_context(sink.served())
        others = {}
        for name in REFERENCE_MESSAGES:
            theirs = stack.enter_context(database.beside(address, f"bench_{name}"))
            others[name] = stack.enter_context(Reference(name, database=theirs, port=port))
        measures: dict[str, Callable[[], float]] = {
            "engine": lambda: engine_rate(port, count=ENGINE_MESSAGES),
            "smtplib": lambda: sets.smtplib_rate(port, message, count=ENGINE_MESSAGES),
            "smtp-source": lambda: sink.source_rate(port, size=len(message), count=ENGINE_MESSAGES),
            "four lines": lambda: engine_rate(port, count=FOUR_LINES_MESSAGES, lines=4),
        }
        for name, count in REFERENCE_MESSAGES.items():
            measures[name] = lambda name=name, count=count: others[name].rate(count)
        engine_rate(port, count=ENGINE_MESSAGES)  # the first run also loads code
        found = median_ratios(measures, runs=runs)
    held = [say(name, found[other]) for name, other in RATIOS.items()]
    return all(held)


def rtt(_address: str, runs: int) -> bool:
    """Measure over a road of 2.5 ms each way, one line and sixteen."""
    with sink.served() as server:
        port = sink.free_port()
        command = [sys.executable, "-m", "benchmarks._postal.proxy", str(port), str(server), str(ONE_WAY)]
        road = subprocess.Popen([*dies_with_parent(), *command], cwd=ROOT)
        try:
            sink.wait_for_port(port)
            one, sixteen = [], []
            for _run in range(runs):
                one.append(engine_rate(port, count=300))
                sixteen.append(engine_rate(port, count=4_800, lines=16))
        finally:
            road.terminate()
            road.wait()
    held = say("mail.rtt_per_connection", statistics.median(one))
    return say("mail.rtt_16_connections", statistics.median(sixteen)) and held


def ledger(_address: str, runs: int) -> bool:
    """Measure fanning out 300,000, claiming in the middle of them, and memory at 50,000."""
    from benchmarks._postal import ledger as measured

    held = say("mail.fanout_rows_s", measured.fan_out_rate(runs=runs))
    held &= say("mail.claim_growth", measured.claim_growth())
    return say("mail.rss_growth_mb", measured.rss_growth()) and held


def freeze(_address: str, _runs: int) -> bool:
    """Render and freeze a newsletter for 350 areas as the newsletters room does."""
    from benchmarks._postal.freezing import seconds

    return say("mail.freeze_350_seconds", seconds())


PARTS = {"speed": speed, "rtt": rtt, "ledger": ledger, "freeze": freeze}


def run(arguments: list[str]) -> bool:
    """Measure every part, or those named, and tell whether all bars held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", nargs="+", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--runs", type=int, default=RUNS, help="fewer than 7 is for trying things out")
    options = parser.parse_args(arguments)
    with database.own_database() as address:
        held = [PARTS[part](address, options.runs) for part in options.part]
    return all(held)
