"""What the tests need before Django reads its settings: servers of their own and compiled catalogues."""

from __future__ import annotations

import atexit
import contextlib
import os
from pathlib import Path

from botkyrka_trygghet.local.catalogues import compile_all
from botkyrka_trygghet.local.places import VAR
from botkyrka_trygghet.local.services import only_one, servers

HOME = VAR / "test"
BUSY = "Another test run is using this checkout's test database. Wait for it, or set DATABASE_URL and REDIS_URL."


def prepare() -> None:
    """Set the test environment. Parallel workers inherit it from the process that started them."""
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("VAR_DIR", str(HOME))
    # Playwright's synchronous interface runs an event loop in the test's own thread.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    Path(os.environ["VAR_DIR"], "static").mkdir(parents=True, exist_ok=True)
    compile_all()
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    stack = contextlib.ExitStack()
    stack.enter_context(only_one(HOME, BUSY))
    os.environ.update(stack.enter_context(servers(HOME, durable=False)))
    atexit.register(stack.close)


def own_broker(redis_url: str, worker: str) -> str:
    """Return the broker address for one parallel worker (`gw0`, `gw1`, … or empty): each has its own number."""
    base, _, number = redis_url.partition("?db=")
    offset = int(worker.removeprefix("gw")) if worker.startswith("gw") else 0
    return f"{base}?db={int(number or 0) + offset}"
