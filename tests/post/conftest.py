import time
from collections.abc import Iterator
from itertools import count

import environ
import pytest

from tests.factories.post import ScriptedRelay
from tests.factories.senders import Senders

_tests = count(time.time_ns())


@pytest.fixture(autouse=True)
def the_ledger(settings, monkeypatch):
    """Send through the ledger, with short waits. The cache outlives a test: a mail server's trouble must not."""
    own = f"post:relay-fault:{next(_tests)}"
    for room in ("post.figures", "post.sending.faults"):
        monkeypatch.setattr(f"{room}.RELAY_FAULT", own)
    settings.EMAIL_BACKEND = "post.backend.LedgerBackend"
    settings.POST_RETRY_SECONDS = [60, 300, 900]
    settings.POST_TIMEOUT = 5.0


@pytest.fixture
def senders(monkeypatch) -> Iterator[Senders]:
    """Workers as processes of their own, that can be killed."""
    made = Senders(monkeypatch)
    yield made
    made.close()


@pytest.fixture
def relay(settings) -> Iterator:
    """A mail server in a thread: `relay(script)` starts it."""
    started = []

    def start(script=lambda step, address, count: None, **options) -> ScriptedRelay:
        server = ScriptedRelay(script, **options)
        started.append(server)
        settings.POST_RELAY = environ.Env.email_url_config(f"smtp://127.0.0.1:{server.port}")
        return server

    yield start
    for server in started:
        server.close()
