"""Broker, relay and database stopped under running processes: visitors are still served, and nothing is lost."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from django.conf import settings as house_settings
from django.core.cache import cache

from botkyrka_trygghet.local import postgres, valkey
from botkyrka_trygghet.local.places import ROOT
from botkyrka_trygghet.local.servers import dies_with_parent, start, stop
from incidents import reference
from incidents.models import Report
from neighbourhoods.models import Area
from post.models import Delivery
from tests.factories.neighbourhoods import make_area
from tests.fixtures.processes import CeleryWorker, SmtpServer, child_environment, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
REPORT = {"category": "graffiti", "place": "Muren vid parken", "occurred_when": "week", "text": "Färg på muren."}


class Visitor:
    """Somebody with a browser's cookies, who sends forms as they stand on the page."""

    def __init__(self, base: str, session: str = "") -> None:
        self.base, self.http = base, requests.Session()
        if session:
            self.http.cookies.set(house_settings.SESSION_COOKIE_NAME, session)

    def get(self, path: str) -> requests.Response:
        return self.http.get(self.base + path, timeout=15)

    def send(self, path: str, **fields: str) -> float:
        """Send the page's form with these fields; return the seconds until it was accepted."""
        inputs = re.findall(r"<input[^>]*>", self.get(path).text)
        typed = {name[1]: (re.search(r'value="([^"]*)"', one) or ["", ""])[1] for one in inputs
                 if 'type="hidden"' in one and (name := re.search(r'name="([^"]*)"', one))}  # fmt: skip
        began = time.monotonic()
        headers = {"Referer": self.base + path}
        answer = self.http.post(self.base + path, typed | fields, headers=headers, timeout=15, allow_redirects=False)
        taken = time.monotonic() - began
        assert answer.status_code == 302, f"{path}: {answer.status_code}\n{answer.text[-3000:]}"
        return taken


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def web(env: dict[str, str], log: Path) -> Iterator[str]:
    """Have gunicorn running, as in production but with one process; yield its address."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "botkyrka_trygghet.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--threads", "4", "--no-control-socket"]
    process = start([*dies_with_parent(), *command], log=log, env=env, cwd=ROOT)
    address = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"{address}/healthz", timeout=5).status_code == 200
        return False

    try:
        wait_for(answers, seconds=30, what=f"gunicorn: {log}")
        yield address
    finally:
        stop(process, seconds=20)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Any]:
    """A Valkey of the test's own: `stop()` and `start()`; `url` stays the same."""

    class Broker:
        url = ""

        def start(self) -> None:
            self.held = contextlib.ExitStack()
            self.url = self.held.enter_context(valkey.served(tmp_path / "broker"))

        def stop(self) -> None:
            self.held.close()

    made = Broker()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def house(
    transactional_db: None, smtp_server: SmtpServer, broker: Any, tmp_path: Path, coordinator: Any, client: Any
) -> Iterator[str]:
    """Web, worker and scheduler on the test's database, its own broker and relay; the sweep comes every second."""
    env = child_environment(
        REDIS_URL=broker.url, EMAIL_URL=smtp_server.url, SWEEP_SECONDS="1", POST_RETRY_SECONDS="1,1,1,1,1,1,1,1"
    )
    cache.clear()
    reference.load()
    schedule = ["--schedule", str(tmp_path / "schedule"), "--pidfile", ""]
    command = [sys.executable, "-m", "celery", "-A", "botkyrka_trygghet", "beat", *schedule, "--max-interval", "1"]
    worker = CeleryWorker(tmp_path, env | {"CELERY_WORKER": "1"})
    beat = start([*dies_with_parent(), *command], log=tmp_path / "beat.log", env=env, cwd=ROOT)
    try:
        with web(env, tmp_path / "web.log") as address:
            yield address
    finally:
        stop(beat)
        worker.stop()


def everything_is_accepted(house: str, area: Area, agent: Any, session: str) -> None:
    """A report, a sign-in by code and an admin save, each within a second."""
    Visitor(house).get("/")  # the first page of a process also loads the code
    visitor, admin = Visitor(house), Visitor(house, session)
    assert visitor.send("/rapportera/", **REPORT, email="prov@example.com") < 1
    assert Visitor(house).send("/konto/logga-in/", email=agent.email) < 1
    assert admin.send(f"/admin/neighbourhoods/district/{area.district_id}/change/", **district_fields(area)) < 1
    assert Report.objects.get().reporter_email == "prov@example.com"
    area.district.refresh_from_db()
    assert area.district.name == "Nya Tumba"


def district_fields(area: Area) -> dict[str, str]:
    return {"name": "Nya Tumba", "slug": area.district.slug, "_save": "1"}


def their_mail_arrives(smtp_server: SmtpServer, agent: Any) -> None:
    messages = smtp_server.wait_for_messages(2, seconds=45)
    assert sorted(message["X-RcptTo"] for message in messages) == sorted(["prov@example.com", agent.email])


@pytest.fixture
def session(coordinator: Any, client: Any) -> str:
    """A coordinator's session, second factor and all."""
    client.force_login(coordinator)
    return str(client.cookies[house_settings.SESSION_COOKIE_NAME].value)


def test_broker_stopped(house: str, broker: Any, smtp_server: SmtpServer, session: str, agent: Any) -> None:
    area = make_area("Exempelgården")
    Visitor(house).get("/rapportera/")
    broker.stop()
    everything_is_accepted(house, area, agent, session)
    assert smtp_server.messages() == []
    broker.start()
    their_mail_arrives(smtp_server, agent)


@contextlib.contextmanager
def refusing(smtp_server: SmtpServer) -> Iterator[None]:
    """Have the relay refuse connections, as one that is down."""
    smtp_server.stop()
    yield
    smtp_server.start()


@contextlib.contextmanager
def silent(smtp_server: SmtpServer) -> Iterator[None]:
    """Have the relay take connections and never say a word: whoever waits for it waits long."""
    assert smtp_server.process
    smtp_server.process.send_signal(signal.SIGSTOP)
    yield
    smtp_server.process.send_signal(signal.SIGCONT)


@pytest.mark.parametrize("away", [refusing, silent])
def test_relay_away(house: str, smtp_server: SmtpServer, session: str, agent: Any, away: Any, tmp_path: Path) -> None:
    area = make_area("Exempelgården")
    Visitor(house).get("/rapportera/")
    with away(smtp_server):
        everything_is_accepted(house, area, agent, session)
        tried = "post.tasks.deliver_first"
        wait_for(lambda: tried in (tmp_path / "worker.log").read_text(), what="the worker to have tried")
        assert smtp_server.messages() == []
        assert Delivery.objects.unsent().filter(attempts=0).count() == 2
    their_mail_arrives(smtp_server, agent)
    assert wait_for(lambda: Delivery.objects.filter(status="accepted").count() == 2, what="both to be marked")


def test_database_stopped(tmp_path: Path) -> None:
    """No restart of the web: the next request after the database is back is served."""
    home = tmp_path / "own"
    with contextlib.ExitStack() as first:
        url = first.enter_context(postgres.served(home, database="faults", durable=False))
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "botkyrka_trygghet.settings", "DATABASE_URL": url}
        subprocess.run([sys.executable, "-m", "tests.tables"], env=env, cwd=ROOT, check=True, capture_output=True)
        serving = first.enter_context(contextlib.ExitStack())
        address = serving.enter_context(web(env, tmp_path / "web.log"))
        kept = serving.pop_all()
    with kept:
        visitor = Visitor(address)
        for path in ("/rapportera/", "/konto/logga-in/"):
            away = visitor.get(path)
            assert away.status_code == 503, path
            assert "Tjänsten vilar en stund" in away.text and "112" in away.text
        assert visitor.get("/healthz").status_code == 200
        with postgres.served(home, database="faults", durable=False):
            assert visitor.get("/rapportera/").status_code == 200
            assert visitor.get("/konto/logga-in/").status_code == 200
