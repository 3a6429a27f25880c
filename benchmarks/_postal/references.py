"""The reference programs under `benchmarks/references/`, in an environment of their own from requirements-bench.txt."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks._postal.sets import fitting_letter
from botkyrka_trygghet.local.places import ROOT, VAR
from botkyrka_trygghet.local.servers import dies_with_parent

HOME = VAR / "bench" / "venv"
PROGRAMS = ROOT / "benchmarks" / "references"


def bench_python() -> str:
    """Return that environment's Python, made anew when the lock file has changed."""
    lock = (ROOT / "requirements-bench.txt").read_bytes()
    wanted = hashlib.sha256(lock + sys.version.encode()).hexdigest()
    stamp, python = HOME / ".installed", HOME / "bin" / "python"
    if not stamp.exists() or stamp.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(HOME)], check=True)
        install = ["-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([str(python), *install, "-r", str(ROOT / "requirements-bench.txt")], check=True)
        stamp.write_text(wanted)
    return str(python)


class Reference:
    """One program, kept running: `rate(count)` has it send so many and returns messages a second."""

    def __init__(self, name: str, *, database: str, port: int) -> None:
        text, html = fitting_letter()
        env = {**os.environ, "DATABASE_URL": database, "MAIL_PORT": str(port), "LETTER_TEXT": text, "LETTER_HTML": html}
        env.pop("DJANGO_SETTINGS_MODULE", None)
        path = Path(PROGRAMS / f"{name}_program.py")
        self.process = subprocess.Popen(
            [*dies_with_parent(), bench_python(), str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=env,
            cwd=PROGRAMS,
        )

    def rate(self, count: int) -> float:
        """Raises SystemExit when the program failed: a comparison with nothing is none."""
        assert self.process.stdin and self.process.stdout
        line = ""
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(f"{count}\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.process.args} ended without a figure")
        return float(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self.process.stdin
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
