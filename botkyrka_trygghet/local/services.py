"""The two servers together: what the environment names is used, what it does not name is started here."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from botkyrka_trygghet.local import postgres, valkey
from botkyrka_trygghet.local.places import VAR, LauncherError, folder

DATABASE = "botkyrka_trygghet"
LOCAL = VAR / "local"


@contextlib.contextmanager
def servers(home: Path = LOCAL, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """Yield DATABASE_URL and REDIS_URL for child processes."""
    with contextlib.ExitStack() as stack:
        named = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
        if len(named) < 2:
            folder(VAR)
            folder(home)
        if "DATABASE_URL" not in named:
            named["DATABASE_URL"] = stack.enter_context(postgres.served(home, database=DATABASE, durable=durable))
        if "REDIS_URL" not in named:
            named["REDIS_URL"] = stack.enter_context(valkey.served(home))
        yield named


@contextlib.contextmanager
def only_one(home: Path, sentence: str) -> Iterator[None]:
    """Hold a lock for this checkout; the kernel frees it even after kill -9."""
    folder(VAR)
    folder(home)
    with (home / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LauncherError(sentence) from error
        yield
