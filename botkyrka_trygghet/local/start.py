"""`./run`: servers, database, web, worker, scheduler and mail catcher, until Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from botkyrka_trygghet.local.catalogues import compile_all
from botkyrka_trygghet.local.environment import development
from botkyrka_trygghet.local.places import ROOT, VAR, LauncherError
from botkyrka_trygghet.local.processes import Runner, runner
from botkyrka_trygghet.local.servers import dies_with_parent, start
from botkyrka_trygghet.local.services import LOCAL, only_one, servers

RUNNING = "This checkout is already running, or ./run manage is at work. Stop that first (Ctrl-C in its window)."
FIRST_PORT, PORTS = 8000, 100


def listen(port: int) -> socket.socket:
    """Return a socket that listens on this port of this machine only; 0 takes any."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError:
        listening.close()
        raise
    listening.listen(128)
    return listening


def web_socket() -> socket.socket:
    """Listen on PORT, or on 8000 or the first free port after it when PORT is not set.

    Raises LauncherError when PORT names a port that is taken or no port at all.
    """
    wanted = os.environ.get("PORT", "")
    if wanted:
        try:
            return listen(int(wanted))
        except (OSError, ValueError, OverflowError) as error:
            raise LauncherError(f"PORT={wanted} cannot be used ({error}). Choose another: PORT=8100 ./run") from error
    for port in range(FIRST_PORT, FIRST_PORT + PORTS):
        with contextlib.suppress(OSError):
            return listen(port)
    raise LauncherError(f"Ports {FIRST_PORT}-{FIRST_PORT + PORTS - 1} are all taken. Choose one: PORT=9000 ./run")


def run_prepare(env: dict[str, str], *, empty: bool) -> None:
    """Bring the database up to date. Raises LauncherError when that fails; what it wrote stands above."""
    command = [sys.executable, "-m", "botkyrka_trygghet.local.prepare", "--people", str(LOCAL / "people.txt")]
    process = start([*dies_with_parent(), *command, *(["--empty"] if empty else [])], env=env, cwd=ROOT)
    try:
        code = process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
    if code:
        raise LauncherError("The database could not be prepared; see above.")


def answers(port: int) -> bool:
    """Tell whether the web server answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def wait_ready(made: Runner, port: int) -> None:
    """Wait until web, worker and scheduler are all at work."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        made.check()
        worker_ready = all("ready." in made.log(name).read_text(errors="replace") for name in ("worker", "first"))
        beat_ready = "beat: Starting" in made.log("beat").read_text(errors="replace")
        if worker_ready and beat_ready and answers(port):
            return
        time.sleep(0.1)
    raise LauncherError(f"Web, worker and scheduler were not up after a minute. Their logs are in {made.logs}")


def start_all(made: Runner, web: socket.socket, post: socket.socket | None) -> None:
    """Start web, scheduler, mail catcher and two workers: one takes what must not wait, the other all else."""
    python = sys.executable
    gunicorn = [python, "-m", "gunicorn", "botkyrka_trygghet.wsgi", "--bind", f"fd://{web.fileno()}"]
    gunicorn += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload", "--no-control-socket"]
    celery = [python, "-m", "celery", "-A", "botkyrka_trygghet"]
    beat = ["beat", "--loglevel", "INFO", "--pidfile=", "--schedule", str(LOCAL / "beat-schedule")]
    if post is not None:
        catcher = [python, "-m", "botkyrka_trygghet.local.smtp_catcher", "--maildir", str(VAR / "post")]
        made.add("post", [*catcher, "--socket", str(post.fileno())], pass_fds=[post.fileno()])
    # Nobody here looks at other workers, and asking for them takes a second.
    worker = ["worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    first = ["-Q", "first", "-n", "first@%h", "--pool", "solo"]
    # Django's checks are `./run test`'s matter here; each worker would run them anew.
    both = [*worker, "-Q", "house,mailings", "--concurrency", "2"], [*worker, *first]
    for name, options in zip(("worker", "first"), both, strict=True):
        made.add(name, [*celery, *options], CELERY_WORKER="1", CELERY_SKIP_CHECKS="1")
    made.add("beat", [*celery, *beat])
    made.add("web", gunicorn, pass_fds=[web.fileno()], WEB_THREADS="4")


def announce(address: str, seconds: float, env: dict[str, str]) -> None:
    """Print where it is, who can sign in and where to look."""
    print(f"\nBotkyrka Trygghet: {address}   (started in {seconds:.1f} s; Ctrl-C stops everything)", flush=True)
    people = (LOCAL / "people.txt").read_text(encoding="utf-8").strip()
    if people:
        print(f"\n{people}")
    kept = "" if os.environ.get("EMAIL_URL") else f"   Mail, kept on this machine: {address}_post/"
    print(f"\nLogs: {LOCAL / 'logs'}{kept}", flush=True)


def run(*, empty: bool) -> None:
    """Start everything and stay until a signal; everything is stopped on the way out."""
    began = time.monotonic()
    with contextlib.ExitStack() as stack:
        stack.enter_context(only_one(LOCAL, RUNNING))
        web = stack.enter_context(contextlib.closing(web_socket()))
        address = f"http://127.0.0.1:{web.getsockname()[1]}/"
        found = stack.enter_context(servers())
        chosen = {"BASE_URL": address.rstrip("/")}
        post = None
        if not os.environ.get("EMAIL_URL"):
            post = stack.enter_context(contextlib.closing(listen(0)))
            chosen["EMAIL_URL"] = f"smtp://127.0.0.1:{post.getsockname()[1]}"
        compile_all()
        env = {**development(LOCAL, found, **chosen), **{k: v for k, v in chosen.items() if k == "EMAIL_URL"}}
        run_prepare(env, empty=empty)
        made = stack.enter_context(runner(LOCAL / "logs", env))
        start_all(made, web, post)
        wait_ready(made, web.getsockname()[1])
        announce(address, time.monotonic() - began, env)
        made.watch()


def manage(arguments: list[str]) -> int:
    """Run `manage.py` on the same database; beside a running `./run` on its servers, else on our own."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(only_one(LOCAL, RUNNING))
        except LauncherError:
            wait_for_servers()
        found = stack.enter_context(servers())
        compile_all()
        env = development(LOCAL, found)
        return subprocess.call([sys.executable, str(ROOT / "manage.py"), *arguments], env=env, cwd=Path.cwd())


def wait_for_servers() -> None:
    """Wait until the `./run` that holds this checkout has its servers up."""
    from botkyrka_trygghet.local import postgres, valkey
    from botkyrka_trygghet.local.places import socket_folder

    where = socket_folder(LOCAL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        database = os.environ.get("DATABASE_URL") or postgres.accepts(where)
        broker = os.environ.get("REDIS_URL") or valkey.accepts(where / "valkey.sock")
        if database and broker:
            return
        time.sleep(0.2)
    raise LauncherError(RUNNING)
