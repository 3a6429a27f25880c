"""manage.py commands in processes of their own, and what they took."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def manage(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a manage.py command in a process of its own."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=800)


def measured(*arguments: str) -> tuple[str, float, float]:
    """Run a manage.py command; return what it said, its seconds, and the most memory it held (MB).

    The kernel's figure for this one process: that of all children would count the preparation in.
    """
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    said = process.stdout.read()
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"manage.py {arguments[0]} ended with {process.returncode}")
    return said, time.monotonic() - began, used.ru_maxrss / 1024
