"""`smtp-sink` and `smtp-source`, Postfix's own test programs in C: found, or taken from Debian's package.

The package is unpacked below `var/`, never installed: no mail server appears on the machine.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from botkyrka_trygghet.local.places import VAR
from botkyrka_trygghet.local.servers import dies_with_parent

UNPACKED = VAR / "bench" / "postfix"


def _fetch() -> None:
    if shutil.which("apt-get") is None:
        raise SystemExit("smtp-sink is missing: install postfix, or put its smtp-sink and smtp-source on the PATH.")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        done = subprocess.run(["apt-get", "download", "-qq", "postfix"], cwd=folder, capture_output=True, check=False)
        packages = list(Path(folder).glob("postfix_*.deb"))
        if done.returncode or not packages:
            raise SystemExit("smtp-sink is missing. Run:  apt-get update && apt-get download postfix  or install it.")
        UNPACKED.mkdir(parents=True, exist_ok=True)
        subprocess.run(["dpkg", "-x", str(packages[0]), str(UNPACKED)], check=True)


def program(name: str) -> tuple[list[str], dict[str, str]]:
    """Return the command and environment of one of Postfix's programs."""
    if found := shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin"):
        return [found], dict(os.environ)
    path = UNPACKED / "usr" / "sbin" / name
    if not path.exists():
        _fetch()
    return [str(path)], {**os.environ, "LD_LIBRARY_PATH": str(UNPACKED / "usr" / "lib" / "postfix")}


def free_port() -> int:
    """Return a port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int) -> None:
    """Wait until somebody listens."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise SystemExit(f"Nothing listens on port {port}")


@contextlib.contextmanager
def served() -> Iterator[int]:
    """Have a mail server running that takes everything and keeps nothing; yield its port."""
    command, env = program("smtp-sink")
    port = free_port()
    options = ["-u", getpass.getuser()] if os.getuid() == 0 else []
    process = subprocess.Popen([*dies_with_parent(), *command, *options, f"127.0.0.1:{port}", "500"], env=env)
    try:
        wait_for_port(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def source_rate(port: int, *, size: int, count: int) -> float:
    """Return messages a second of `smtp-source`: one session, one connection, messages of so many bytes."""
    command, env = program("smtp-source")
    options = ["-d", "-s", "1", "-l", str(size), "-m", str(count), "-f", "a@example.com", "-t", "b@example.com"]
    began = time.monotonic()
    subprocess.run([*command, *options, f"127.0.0.1:{port}"], env=env, check=True)
    return count / (time.monotonic() - began)
