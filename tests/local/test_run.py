"""`./run` as a newcomer types it: up, twice in a row, side by side, and gone without a trace."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from botkyrka_trygghet.local import postgres
from botkyrka_trygghet.local.places import ROOT
from botkyrka_trygghet.local.services import DATABASE
from tests.fixtures.processes import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@contextlib.contextmanager
def launched(var: Path):
    """Start `./run --empty` with its data in `var` and yield the process and its address."""
    var.mkdir(parents=True, exist_ok=True)
    unset = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "PORT", "DJANGO_SETTINGS_MODULE", "PRIVATE_ROOT", "DEBUG"}
    env = {name: value for name, value in os.environ.items() if name not in unset} | {"VAR_DIR": str(var)}
    output = var / "output"
    with output.open("wb") as file:
        command = [sys.executable, "-m", "botkyrka_trygghet.local", "--empty"]
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=file, stderr=subprocess.STDOUT)
    try:
        wait_for(lambda: "Ctrl-C" in output.read_text() or process.poll(), seconds=120, what="./run")
        found = re.search(r"http://127\.0\.0\.1:\d+/", output.read_text())
        assert found, output.read_text()
        yield process, found.group()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(60)


def tables_made(var: Path) -> Path:
    """Put a database with its tables where `./run` has its own; test_production.py migrates an empty one."""
    with postgres.served(var / "local", database=DATABASE) as url:
        env = {**os.environ, "DATABASE_URL": url}
        subprocess.run([sys.executable, "-m", "tests.tables"], cwd=ROOT, env=env, check=True, capture_output=True)
    return var


def belonging_to(var: Path) -> list[str]:
    """Return the command lines of every process that works on this folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            # Read both: servers name the folder in their arguments, Python processes in their environment.
            text = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
            if os.fsencode(var) in text and int(folder.name) != os.getpid():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return found


def answer(address: str) -> int:
    with urllib.request.urlopen(f"{address}readyz", timeout=10) as page:
        return page.status


def test_two_side_by_side_then_stopped_and_killed_leave_nothing(tmp_path):
    one, two = tables_made(tmp_path / "väg med å" / "ett"), tables_made(tmp_path / "två")
    with launched(one) as (first, address), launched(two) as (second, other):
        assert address != other
        assert answer(address) == answer(other) == 200
        assert len(belonging_to(one)) > 5
        second.send_signal(signal.SIGINT)
        assert second.wait(60) == 0
        wait_for(lambda: not belonging_to(two), seconds=30, what="everything to stop after Ctrl-C")
        first.kill()
        first.wait(10)
        wait_for(lambda: not belonging_to(one), seconds=30, what="everything to go with a killed launcher")
    with launched(one) as (again, address):
        assert answer(address) == 200
        again.terminate()
        assert again.wait(60) == 0
    wait_for(lambda: not belonging_to(one), seconds=30, what="everything to stop after SIGTERM")
