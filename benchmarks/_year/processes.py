"""The processes of the year: beat, worker and mail server, each stopped and started as the faults want it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import redis

from benchmarks._postal import sink
from botkyrka_trygghet.local.places import ROOT
from botkyrka_trygghet.local.servers import dies_with_parent, start, stop

PATIENCE = 90.0  # seconds


class House:
    """Beat, worker and relay on one driven clock."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, sink.free_port()
        self.clock, self.notes = folder / "clock", folder / "notes"
        self.notes.write_bytes(b"")
        self.env = {**os.environ, "EMAIL_URL": f"smtp://127.0.0.1:{self.port}", "POST_TIMEOUT": "5"}
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def set(self, moment: datetime) -> None:
        """Set the clock of every process; it never goes back."""
        fresh = self.folder / "clock.new"
        fresh.write_text(moment.isoformat())
        fresh.replace(self.clock)

    @property
    def now(self) -> datetime:
        """The driven moment."""
        return datetime.fromisoformat(self.clock.read_text())

    def up(self, *names: str) -> None:
        """Start what is named: relay, worker, beat."""
        driven = [sys.executable, "-m", "benchmarks._year.driven", str(self.clock)]
        commands = {
            "relay": [sys.executable, "-m", "benchmarks._postal.recorder", str(self.port), str(self.notes)],
            "worker": [*driven, "worker", "-Q", "first,house,mailings", "--concurrency", "2", "--loglevel", "INFO"],
            "beat": [*driven, "beat", "--pidfile=", "--schedule", str(self.folder / "schedule"), "--loglevel", "INFO"],
        }
        for name in names:
            command = [*dies_with_parent(), *commands[name]]
            self.running[name] = start(command, log=self.folder / f"{name}.log", env=self.env, cwd=ROOT)
        if "relay" in names:
            sink.wait_for_port(self.port)

    def down(self, *names: str) -> None:
        """Stop what is named, in order."""
        for name in names:
            stop(self.running.pop(name))

    def kill(self, name: str) -> None:
        """End a process and its children by kill -9."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def flush_broker(self) -> None:
        """Empty the broker, as a restart without memory would."""
        redis.Redis.from_url(self.env["REDIS_URL"]).flushdb()

    def arrivals(self) -> list[tuple[str, str]]:
        """Return recipient and Message-ID of everything the mail server took, in order."""
        lines = self.notes.read_text().splitlines()
        return [(recipient, message_id) for recipient, _tab, message_id in (line.partition("\t") for line in lines)]

    def round(self) -> None:
        """Wait until beat has published and the worker has run everything once at the moment that is set."""
        if {"beat", "worker"} <= self.running.keys():
            for _time in range(2):
                self.wait(self._beaten, "a round of beat and worker")
                self.set(self.now + timedelta(seconds=30))

    def _beaten(self) -> bool:
        from django.core.cache import cache

        from botkyrka_trygghet.periodic import HEARTBEAT

        return str(cache.get(HEARTBEAT, "")) >= self.now.isoformat()

    def wait(self, ready: Callable[[], bool], what: str) -> None:
        """Wait with patience; the clock stands still."""
        ends = time.monotonic() + PATIENCE
        while not ready():
            if time.monotonic() > ends:
                raise SystemExit(f"year: waited {PATIENCE:.0f} s for {what} at {self.now}; logs in {self.folder}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop everything that runs."""
        self.down(*list(self.running))
