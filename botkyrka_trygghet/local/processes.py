"""Web, worker, scheduler and mail catcher: started together, stopped in order, none left behind.

A small runner of our own: docs/decisions/0010-process-runner.md says why.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from botkyrka_trygghet.local.places import ROOT, LauncherError
from botkyrka_trygghet.local.servers import dies_with_parent, start, stop


class Stopped(Exception):  # noqa: N818  (not an error: somebody asked)
    """A person or the system asked us to stop."""


def on_signal(_number: int, _frame: FrameType | None) -> None:
    """Turn a signal into an exception that unwinds every `with` on its way out."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def stop_on_signals() -> None:
    """From here on Ctrl-C, SIGTERM and a closed terminal raise Stopped, once."""
    for number in STOPPING:
        signal.signal(number, on_signal)


@dataclass
class Runner:
    """The processes of one `./run`, each with its log below `logs`."""

    logs: Path
    env: Mapping[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def log(self, name: str) -> Path:
        """Return where the process writes."""
        return self.logs / f"{name}.log"

    def add(self, name: str, command: Sequence[str], *, pass_fds: Sequence[int] = (), **env: str) -> None:
        """Start one more process; its log begins anew."""
        self.logs.mkdir(parents=True, exist_ok=True)
        self.log(name).write_bytes(b"")
        self.running[name] = start(
            [*dies_with_parent(), *command],
            log=self.log(name),
            env={**self.env, **env},
            pass_fds=pass_fds,
            cwd=ROOT,
        )

    def check(self) -> None:
        """Raise LauncherError, with the end of its log, when a process has ended by itself."""
        for name, process in self.running.items():
            if process.poll() is not None:
                tail = self.log(name).read_text(errors="replace")[-3000:]
                raise LauncherError(f"{name} ended by itself ({process.returncode}). The end of its log:\n{tail}")

    def watch(self) -> None:
        """Wait for a signal; a process that ends by itself ends everything."""
        while True:
            self.check()
            time.sleep(0.5)

    def stop(self) -> None:
        """Ask all to stop, last started first, then wait for each."""
        for process in reversed(self.running.values()):
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        for process in reversed(self.running.values()):
            stop(process)


@contextlib.contextmanager
def runner(logs: Path, env: Mapping[str, str]) -> Iterator[Runner]:
    """Yield a Runner and stop all it started, whatever happens."""
    made = Runner(logs, env)
    try:
        yield made
    finally:
        made.stop()
