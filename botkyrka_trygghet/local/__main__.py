"""What `./run` calls once Python is ready."""

from __future__ import annotations

import subprocess
import sys

from botkyrka_trygghet.local.places import ROOT, VAR, LauncherError
from botkyrka_trygghet.local.processes import Stopped, stop_on_signals

USAGE = """./run [--empty]         start everything; --empty without example data
./run test [ARGS]       every check, then pytest ARGS
./run bench [NAME …]    benchmarks
./run manage …          manage.py
Environment: PORT, DATABASE_URL, REDIS_URL, EMAIL_URL (the last three: nothing embedded is started for them)"""


def bench(arguments: list[str]) -> int:
    """Run benchmarks on servers of their own, as durable as in production."""
    from botkyrka_trygghet.local.environment import development
    from botkyrka_trygghet.local.services import only_one, servers

    home = VAR / "bench"
    with only_one(home, "A benchmark is already running in this checkout."), servers(home) as found:
        env = development(home, found, BENCH="1")
        return subprocess.call([sys.executable, "-m", "benchmarks", *arguments], env=env, cwd=ROOT)


def dispatch(arguments: list[str]) -> int:
    """Do what was asked and return the exit code."""
    match arguments:
        case [] | ["--empty"]:
            from botkyrka_trygghet.local import start

            start.run(empty=bool(arguments))
            return 0
        case ["test", *rest]:
            from botkyrka_trygghet.local import check

            return check.run(rest)
        case ["bench", *rest]:
            return bench(rest)
        case ["manage", *rest]:
            from botkyrka_trygghet.local import start

            return start.manage(rest)
    print(USAGE)
    return 0 if arguments in (["--help"], ["-h"]) else 2


def main() -> int:
    """Return the exit code; a problem a person must solve is one sentence, not a traceback."""
    stop_on_signals()
    try:
        return dispatch(sys.argv[1:])
    except LauncherError as problem:
        print(problem, file=sys.stderr)
        return 1
    except Stopped:
        print("Stopped.", flush=True)
        return 0


if __name__ == "__main__":
    sys.exit(main())
