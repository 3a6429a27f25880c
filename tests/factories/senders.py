"""Sending workers as processes of their own, forked from the test, so that each is ready at once and can be killed."""

from __future__ import annotations

import gc
import os
import signal
import time
import warnings
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections
from django.db.models import F

from common import clock
from post.models import Chunk
from post.periodic import sweep

PATIENCE = 180.0  # seconds
SWEEP = timedelta(seconds=settings.CELERY_BEAT_SCHEDULE["post-sweep"]["schedule"])


class Senders:
    """The processes of one test. `kill` is kill -9; whoever is left when the test ends is killed too."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.running: list[int] = []

    def start(self, job: Callable[..., object], *arguments: object) -> int:
        """Do one job, what a worker is woken for, in a process of its own."""
        connections.close_all()  # nothing of ours may be spoken on by two
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the mail server of a test is a thread
            gc.freeze()  # else the child's first tidying copies all of the test's memory
            pid = os.fork()
        if pid:
            self.running.append(pid)
            return pid
        code = 1
        gc.disable()
        try:
            for alias in connections:  # a browser's event loop hides the test's own from close_all, not from the child
                connections[alias] = connections.create_connection(alias)
            devnull = os.open(os.devnull, os.O_RDWR)
            for held in (0, 1, 2):
                os.dup2(devnull, held)
            job(*arguments)
            code = 0
        finally:
            os._exit(code)

    def kill(self, pid: int, *, tree: bool = False) -> None:
        """End a process as the kernel does when memory runs out; with all its children where it leads a session."""
        (os.killpg if tree else os.kill)(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self.running.remove(pid)

    def wait(self) -> None:
        """Wait until every process has done its job; one that failed or never ends fails the test."""
        patience = time.monotonic() + PATIENCE
        while self.running:
            pid, status = os.waitpid(self.running[0], os.WNOHANG)
            if pid:
                self.running.remove(pid)
                assert status == 0, os.waitstatus_to_exitcode(status)
            assert time.monotonic() < patience, "a process never ends"
            time.sleep(0.005)

    def close(self) -> None:
        """End whoever is left."""
        for pid in list(self.running):
            self.kill(pid, tree=os.getpgid(pid) == pid)

    def sweeps_until(self, done: Callable[[], bool], *, most: int = 2) -> int:
        """Let as many sweeps come as it takes, each SWEEP_SECONDS after the other, and return how many it took.

        Whoever a sweep wakes is a process of its own, and a mail server answers it. Fails after `most`.
        """
        for number in range(1, most + 1):
            Chunk.objects.exclude(held_at=None).update(held_at=F("held_at") - SWEEP)
            with clock.at(clock.now() + SWEEP * number), self._monkeypatch.context() as patched:
                patched.setattr("post.periodic.wake", self.start)
                sweep()
                self.wait()
            if done():
                return number
        pytest.fail(f"not done within {most} sweeps")
