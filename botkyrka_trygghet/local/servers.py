"""Start and stop a server process so that it never outlives whoever started it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from botkyrka_trygghet.local.places import LauncherError

NOBODY = 65534


def dies_with_parent(signal_name: str = "TERM") -> list[str]:
    """Return the command prefix by which the kernel signals the process when its parent is gone.

    Without `setpriv` (not Linux) the prefix is empty: a killed launcher then leaves orphans.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", signal_name] if setpriv else []


def as_ordinary_user(signal_name: str) -> tuple[list[str], bool]:
    """Return the prefix that runs a command as an ordinary user, and whether it really is another user.

    PostgreSQL refuses to run as root. As root a user namespace maps us to nobody, and files stay ours;
    where namespaces are refused, the process becomes nobody for real and needs folders of nobody's own.
    """
    if os.getuid() != 0:
        return dies_with_parent(signal_name), False
    mapped = ["unshare", "-U", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
    if subprocess.run([*mapped, "true"], capture_output=True, check=False).returncode == 0:
        return [*mapped, *dies_with_parent(signal_name)], False
    changed = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--pdeathsig", signal_name]
    return changed, True


def start(
    command: Sequence[str],
    *,
    log: Path | None = None,
    env: Mapping[str, str] | None = None,
    pass_fds: Sequence[int] = (),
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, so that Ctrl-C reaches only us and we stop it in order."""
    with contextlib.ExitStack() as stack:
        output = stack.enter_context(log.open("ab")) if log else None
        return subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            env=dict(env) if env is not None else None,
            pass_fds=tuple(pass_fds),
            cwd=cwd,
            start_new_session=True,
        )


def stop(process: subprocess.Popen[bytes], *, with_signal: int = signal.SIGTERM, seconds: float = 10) -> None:
    """Ask a process to stop, and kill its whole session if it has not after `seconds`."""
    if process.poll() is not None:
        return
    process.send_signal(with_signal)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], what: str, log: Path) -> None:
    """Wait up to 30 seconds for a server to answer.

    Raises LauncherError with the end of its log when it ends or stays silent.
    """
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if ready():
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
    stop(process, with_signal=signal.SIGKILL)
    raise LauncherError(f"{what} did not start. The end of {log}:\n{tail}")
