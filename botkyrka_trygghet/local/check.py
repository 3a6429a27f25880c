"""`./run test`: every check of the house, then pytest. The same on a laptop and in CI."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from botkyrka_trygghet.local import testing
from botkyrka_trygghet.local.environment import production
from botkyrka_trygghet.local.places import ROOT
from botkyrka_trygghet.local.servers import dies_with_parent
from botkyrka_trygghet.local.services import only_one, servers

PYTHON = sys.executable
IMPORT_LINTER = "from importlinter.cli import lint_imports_command as command; command()"
MANAGE = [PYTHON, "manage.py"]
# The longest first: two run at a time.
STEPS: dict[str, list[str]] = {
    "mypy --strict": [PYTHON, "-m", "mypy"],
    "ruff check": [PYTHON, "-m", "ruff", "check", "--quiet", "."],
    "ruff format": [PYTHON, "-m", "ruff", "format", "--quiet", "--check", "."],
    "import-linter": [PYTHON, "-c", IMPORT_LINTER, "--no-logo"],
    "templates (djlint)": [PYTHON, "-m", "djlint", "templates", "--lint", "--quiet"],
    "system checks": [*MANAGE, "check", "--fail-level", "WARNING"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "translations": [*MANAGE, "catalogue", "--check"],
}
PRODUCTION = "check --deploy, as in production"
# Two test processes more than there are processors: a third of the time a test waits for a browser or a process.
TESTS_AT_ONCE = str((os.cpu_count() or 2) + 2)


def step(name: str, command: list[str], env: Mapping[str, str]) -> bool:
    """Run one check, print its output only when it fails, and tell whether it passed."""
    began = time.monotonic()
    done = subprocess.run(
        [*dies_with_parent(), *command],
        cwd=ROOT,
        env=dict(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    passed = done.returncode == 0
    print(f"{'passed' if passed else 'FAILED'}  {name}  ({time.monotonic() - began:.1f} s)", flush=True)
    if not passed:
        sys.stdout.buffer.write(done.stdout)
        sys.stdout.flush()
    return passed


def checks(env: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Run every check that is not a test and return the names of those that failed."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "calendar")])
    here = {**env, "PYTHONPATH": paths}
    as_production = production(found, Path(env["VAR_DIR"]))
    steps = {name: (command, here) for name, command in STEPS.items()}
    steps[PRODUCTION] = ([*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], as_production)
    with ThreadPoolExecutor(max_workers=2) as two:
        passed = two.map(lambda name: step(name, *steps[name]), steps)
        return [name for name, held in zip(steps, passed, strict=True) if not held]


def run(arguments: list[str]) -> int:
    """Run everything; 0 only when every check and every test passed."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(only_one(testing.HOME, testing.BUSY))
        found = stack.enter_context(servers(testing.HOME, durable=False))
        os.environ.update(found)
        testing.prepare()
        failed = checks(os.environ, found)
        command = [*dies_with_parent(), PYTHON, "-m", "pytest", "-n", TESTS_AT_ONCE, "--dist", "worksteal", *arguments]
        code = subprocess.call(command, cwd=ROOT)
    if failed:
        print(f"FAILED before the tests: {', '.join(failed)}", flush=True)
    return code or int(bool(failed))
