"""The web and the worker of the image, run as processes under production settings on the benchmark's database."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks._postal import sink
from botkyrka_trygghet.local.environment import production
from botkyrka_trygghet.local.places import ROOT
from botkyrka_trygghet.local.servers import dies_with_parent, start, stop

HOST = "trygghet.example.com"
ORIGIN = f"https://{HOST}"
PATIENCE = 60  # seconds for one answer


@contextlib.contextmanager
def served() -> Iterator[int]:
    """Have them running, with a relay that takes everything; yield the web's port."""
    from django.conf import settings

    with tempfile.TemporaryDirectory() as folder, sink.served() as relay:
        port = sink.free_port()
        servers = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}
        static = str(Path(folder) / "static")
        chosen = {"BIND": f"127.0.0.1:{port}", "EMAIL_URL": f"smtp://127.0.0.1:{relay}", "STATIC_ROOT": static}
        env = production(servers, Path(folder), SECRET_KEY=settings.SECRET_KEY, **chosen)
        env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
        with contextlib.ExitStack() as stack:
            start([str(ROOT / "docker" / "collect-static"), static], env=env, cwd=ROOT).wait()
            worker = {**env, "CELERY_WORKER": "1", "WORKER_PROCESSES": "1"}
            for name, its_env in (("web", env), ("worker", worker)):
                command = [*dies_with_parent(), str(ROOT / "docker" / name)]
                process = start(command, log=Path(folder) / f"{name}.log", env=its_env, cwd=ROOT)
                stack.callback(stop, process)
            sink.wait_for_port(port)
            _wait_until_ready(Path(folder) / "worker.log")
            yield port


def _wait_until_ready(log: Path) -> None:
    """Wait for the worker too: while it loads the house it takes the time of whoever is measured."""
    until = time.monotonic() + PATIENCE
    while b" ready." not in log.read_bytes():
        if time.monotonic() > until:
            raise SystemExit(f"The worker is not ready after {PATIENCE} s: {log.read_text()[-500:]}")
        time.sleep(0.1)


def request(method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> bytes:
    """Return a request as the reverse proxy passes it on; the connection ends with the answer."""
    lines = {
        "Host": HOST,
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "10.255.0.1",
        "Referer": f"{ORIGIN}{path}",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **(headers or {}),
    }
    told = [f"{name}: {value}" for name, value in lines.items()]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *told, "", ""]).encode() + body


async def answer(port: int, sent: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send a request; return its status (0: no answer within the patience), headers in lower case, and body."""
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(sent)
                head, _gap, body = (await reader.read()).partition(b"\r\n\r\n")
            finally:
                writer.close()
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(": ") for line in lines)
        return int(first.split()[1]), {name.lower(): value for name, _colon, value in pairs}, body
    except (OSError, TimeoutError, IndexError, ValueError):
        return 0, {}, b""
