"""What is lost and doubled when sending workers and the database are killed: `./run bench crash`.

Three seeds: 2,000 mails by two workers, one of which is ended by kill -9 again and again and in the end the other too,
twenty kills in all: nobody is left, and whoever has no mail after two sweeps is lost. Another 2,000 by one worker while
PostgreSQL (its own, with fsync) is stopped immediately five times. A minute passes by the clock being put forward.
Prints `crash.lost`,
`crash.max_duplicates_per_kill` and `crash.message_ids_per_recipient` over all of it. BENCH_SEED shifts the seeds.
"""

from __future__ import annotations

import bisect
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from unittest import mock

from benchmarks._postal import database, sets, sink
from botkyrka_trygghet.local import postgres
from botkyrka_trygghet.local.places import ROOT, VAR
from botkyrka_trygghet.local.servers import dies_with_parent, stop

MAILS, KILLS, STOPS, SEEDS = 2_000, 20, 5, 3
SWEEP = timedelta(minutes=1)
PATIENCE = 120.0  # seconds for the rest after the last kill
_alive: set[int] = set()  # the workers running


@dataclass
class Recorder:
    """The mail server's notes, read as they grow."""

    path: Path
    arrivals: list[tuple[str, str]] = field(default_factory=list)
    _read: int = 0

    def count(self) -> int:
        """Return how many messages have arrived."""
        with self.path.open("rb") as notes:
            notes.seek(self._read)
            new = notes.read()
        whole = new[: new.rfind(b"\n") + 1]
        self._read += len(whole)
        for line in whole.decode().splitlines():
            recipient, _tab, message_id = line.partition("\t")
            self.arrivals.append((recipient, message_id))
        return len(self.arrivals)


@contextlib.contextmanager
def recorder(folder: Path) -> Iterator[tuple[Recorder, int]]:
    """Have the recording mail server running."""
    notes, port = folder / "notes", sink.free_port()
    notes.write_bytes(b"")
    command = [sys.executable, "-m", "benchmarks._postal.recorder", str(port), str(notes)]
    process = subprocess.Popen([*dies_with_parent(), *command], cwd=ROOT)
    try:
        sink.wait_for_port(port)
        yield Recorder(notes), port
    finally:
        process.kill()
        process.wait()


def send_until_done(mailing_id: int, port: int) -> None:
    """Be a sending worker: deliver as often as a worker would be woken, until the mail-out is finished."""
    from django.conf import settings
    from django.db import OperationalError, connection

    from post import tasks
    from post.models import Mailing

    settings.POST_RELAY = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port}
    settings.POST_CONNECTIONS = 1
    while True:
        try:
            if Mailing.objects.get(pk=mailing_id).status == "sent":
                return
            tasks.deliver(mailing_id)
        except OperationalError:
            connection.close()
        time.sleep(0.02)


def end_worker(pid: int) -> None:
    """Kill -9 a sending worker and see it gone."""
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    _alive.discard(pid)


@contextlib.contextmanager
def no_worker_left_behind() -> Iterator[None]:
    """Whoever ends this program, by Ctrl-C or SIGTERM too, ends its workers."""
    before = signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        yield
    finally:
        for pid in sorted(_alive):
            end_worker(pid)
        signal.signal(signal.SIGTERM, before)


def be_woken(port: int, task: Callable[..., object], *arguments: object) -> None:
    """Be a worker that a sweep has woken for one task."""
    from django.conf import settings

    settings.POST_RELAY = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port}
    settings.POST_CONNECTIONS = 1
    task(*arguments)


def worker(job: Callable[..., None], *arguments: object) -> int:
    """Fork a worker that does one job and return its process number."""
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid:
        _alive.add(pid)
        return pid
    code = 1
    try:
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, 2)
        job(*arguments)
        code = 0
    finally:
        os._exit(code)


@dataclass
class Result:
    """What one run found."""

    lost: int
    most_duplicates: int
    most_ids: int


def judge(made: Recorder, marks: list[int], mailing_id: int) -> Result:
    """Compare what arrived with who should have got it. `marks`: how many had arrived at each kill."""
    from post.models import Delivery

    made.count()
    wanted = set(Delivery.objects.filter(mailing=mailing_id).values_list("recipient", flat=True))
    first: dict[str, int] = {}
    ids: dict[str, set[str]] = defaultdict(set)
    doubled: Counter[int] = Counter()
    for place, (recipient, message_id) in enumerate(made.arrivals):
        ids[recipient].add(message_id)
        if recipient in first:
            doubled[bisect.bisect_left(marks, first[recipient] + 1)] += 1
        first.setdefault(recipient, place)
    return Result(
        lost=len(wanted - set(first)),
        most_duplicates=max(doubled.values(), default=0),
        most_ids=max((len(found) for found in ids.values()), default=0),
    )


def wait_until(ready: Callable[[], bool], what: str) -> None:
    """Wait, with patience."""
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > deadline:
            raise SystemExit(f"crash: waited {PATIENCE:.0f} s for {what}")
        time.sleep(0.001)


def thresholds(rng: random.Random, count: int) -> list[int]:
    """Return after how many arrivals to strike, spread over the mail-out."""
    return sorted(rng.sample(range(20, MAILS - 100), count))


def sweep_twice(port: int) -> None:
    """Let two sweeps come, each a minute after what was before, and do what they wake somebody for."""
    from django.db.models import F

    from common import clock
    from post import periodic
    from post.models import Chunk

    woken: list[tuple[Callable[..., object], ...]] = []
    for number in (1, 2):
        woken.clear()
        Chunk.objects.exclude(held_at=None).update(held_at=F("held_at") - SWEEP)
        with (
            clock.at(clock.now() + number * SWEEP),
            mock.patch.object(periodic, "wake", lambda *job: woken.append(job)),
        ):
            periodic.sweep()
            wait_for_workers([worker(be_woken, port, *job) for job in woken])


def kill_workers(seed: int) -> Result:
    """Kill -9 one of two workers again and again, a new one taking its place, in the end both. Then two sweeps."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, recorder(Path(folder)) as (made, port):
        mailing_id = sets.mailing(MAILS).pk
        running = [worker(send_until_done, mailing_id, port) for _number in range(2)]
        marks = []
        for threshold in thresholds(rng, KILLS):
            if 0 < len(marks) < KILLS - 1:  # nobody takes the place of the last but one
                running.append(worker(send_until_done, mailing_id, port))
            wait_until(lambda threshold=threshold: made.count() >= threshold, f"{threshold} mails")
            time.sleep(rng.random() * 0.01)
            end_worker(running.pop(rng.randrange(len(running))))
            marks.append(made.count())
        sweep_twice(port)
        return judge(made, marks, mailing_id)


def stop_database(seed: int, home: Path, running: list[subprocess.Popen[bytes]]) -> Result:
    """Stop PostgreSQL immediately five times under one worker, and start it again."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, recorder(Path(folder)) as (made, port):
        mailing_id = sets.mailing(MAILS).pk
        one = worker(send_until_done, mailing_id, port)
        marks = []
        for threshold in thresholds(rng, STOPS):
            wait_until(lambda threshold=threshold: made.count() >= threshold, f"{threshold} mails")
            stop(running.pop(), with_signal=signal.SIGQUIT)
            time.sleep(0.1)
            marks.append(made.count())
            running.append(postgres.launch(home, durable=True)[0])
        wait_for_workers([one])
        return judge(made, marks, mailing_id)


def wait_for_workers(running: list[int]) -> None:
    """Wait until the last workers have finished the mail-out."""
    for pid in running:
        wait_until(lambda pid=pid: os.waitpid(pid, os.WNOHANG)[0] == pid, "the last worker")
        _alive.discard(pid)


def run(_arguments: list[str]) -> bool:
    """Strike, count, print, and tell whether nothing was lost and at most one doubled by each strike."""
    base = int(os.environ.get("BENCH_SEED", "1"))
    home = VAR / "bench" / "crash"
    home.mkdir(parents=True, exist_ok=True)
    postgres.initialise(home / "postgres")
    running = [postgres.launch(home, durable=True)[0]]
    try:
        where = postgres.socket_folder(home)
        postgres.create_database(where, "crash")
        os.environ["DATABASE_URL"] = postgres.url(where, "crash")
        with database.own_database(), no_worker_left_behind():
            found = []
            for seed in range(base, base + SEEDS):
                found += [kill_workers(seed), stop_database(seed, home, running)]
                print(f"seed {seed}: {found[-2]}, {found[-1]}", file=sys.stderr, flush=True)
    finally:
        for process in running:
            stop(process, with_signal=signal.SIGINT)
    lost = sum(one.lost for one in found)
    doubled = max(one.most_duplicates for one in found)
    ids = max(one.most_ids for one in found)
    print(f"crash.lost: {lost}\ncrash.max_duplicates_per_kill: {doubled}\ncrash.message_ids_per_recipient: {ids}")
    return lost == 0 and doubled <= 1 and ids == 1
