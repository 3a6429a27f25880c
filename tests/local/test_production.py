"""The image's own commands, run as processes under production settings on a database of their own."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import yaml
from django.db import connection
from django.urls import reverse

from botkyrka_trygghet.local.environment import production
from botkyrka_trygghet.local.places import ROOT
from botkyrka_trygghet.local.servers import dies_with_parent, start, stop
from tests.fixtures import schema
from tests.fixtures.processes import child_environment, wait_for

HOST = "trygghet.example.com"
PROXIED = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_compose_starts_each_part_once_and_waits_for_the_schema(compose):
    services = compose["services"]
    assert set(services) == {"db", "broker", "migrate", "web", "worker", "first", "beat"}
    assert services["db"]["image"] == "postgres:18"
    for name in ("web", "worker", "first", "beat"):
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
        assert services[name]["read_only"] is True
    for name in set(services) - {"migrate"}:
        assert services[name]["healthcheck"]["test"], name
    for name in ("migrate", "worker", "first", "beat"):
        script = ROOT / services[name]["command"][0].removeprefix("/app/")
        assert os.access(script, os.X_OK), script


def test_compose_and_image_hold_no_secret_and_no_open_port(compose):
    text = (ROOT / "docker-compose.yml").read_text() + (ROOT / "Dockerfile").read_text()
    assert not re.search(r"(PASSWORD|SECRET_KEY|TOKEN|KEYS)\s*[:=] *(?!\$\{)[\w'\"]", text)
    for service in compose["services"].values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
    assert ".env\n" in (ROOT / ".dockerignore").read_text()


def test_the_image_runs_as_an_ordinary_user_and_starts_the_web():
    final = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    assert "\nUSER trygghet\n" in final
    assert 'CMD ["/app/docker/web"]' in final
    libraries = (ROOT / "run").read_text()
    for package in re.findall(r"lib[a-z0-9.-]+-0\b", final):
        assert package in libraries


def connected():
    """Return how to reach the tests' database server."""
    server = {key: connection.settings_dict[key.upper()] for key in ("host", "port", "user", "password")}
    return {key: value for key, value in server.items() if value}


@pytest.fixture
def production_environment(transactional_db, tmp_path):
    """An empty database, and production settings that name it."""
    name = f"production_{os.getpid()}"
    with psycopg.connect(dbname="postgres", autocommit=True, **connected()) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            here = child_environment()
            url = here["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
            servers = {"DATABASE_URL": url, "REDIS_URL": here["REDIS_URL"]}
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = str(probe.getsockname()[1])
            env = production(servers, tmp_path, PORT=port, BIND=f"127.0.0.1:{port}", STATIC_ROOT=str(tmp_path / "s"))
            env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
            yield env
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def running(name, env, log):
    process = start([*dies_with_parent(), str(ROOT / "docker" / name)], log=log, env=env, cwd=ROOT)
    try:
        yield process
    finally:
        stop(process, seconds=20)


def get(env, path, **headers):
    web = http.client.HTTPConnection("127.0.0.1", int(env["PORT"]), timeout=60)
    web.request("GET", path, headers={**PROXIED, **headers})
    answer = web.getresponse()
    return answer, answer.read().decode()


def one_off(script, env, *arguments):
    done = subprocess.run(
        [str(ROOT / "docker" / script), *arguments], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def probe(what, env):
    command = [sys.executable, "-m", "botkyrka_trygghet.probe", what]
    return subprocess.run(command, env=env, cwd=ROOT, check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_images_commands_serve_and_stop_in_order(production_environment, tmp_path):
    env = production_environment
    log = tmp_path / "log"
    one_off("collect-static", {"PATH": env["PATH"]}, env["STATIC_ROOT"])
    assert not probe("web", env)
    assert not probe("beat", env)
    with running("web", env, log) as web:
        wait_for(lambda: "Booting worker" in log.read_text(), what="gunicorn")
        assert wait_for(lambda: get(env, "/readyz"), what="an answer")[0].status == 503
        one_off("migrate", env)
        same_schema_as_the_tests(env)
        wait_for(lambda: probe("web", env), what="the web to be ready")
        check_pages(env)
        worker_env = {**env, "CELERY_WORKER": "1"}
        with running("worker", worker_env, log) as worker, running("beat", env, log) as beat:
            wait_for(lambda: "ready." in log.read_text(), what="the worker")
            wait_for(lambda: probe("beat", env), what="the scheduler")
        assert (worker.returncode, beat.returncode) == (0, 0)
    assert web.returncode == 0


def same_schema_as_the_tests(env):
    """The tests' tables are made from the models: migrations must lead to the same."""
    with psycopg.connect(**connected(), dbname=env["DATABASE_URL"].rpartition("/")[2]) as migrated:
        by_migrations = schema.parts(migrated.cursor())
    with connection.cursor() as cursor:
        by_models = schema.parts(cursor)
    assert by_migrations - by_models == set()
    assert by_models - by_migrations == set()


def check_pages(env):
    """TLS is insisted on, cookies and headers are strict, static files carry their digest."""
    answer, _ = get(env, "/", **{"X-Forwarded-Proto": "http"})
    assert (answer.status, answer.getheader("Location")) == (301, f"https://{HOST}/")
    assert get(env, "/", Host="evil.example.net")[0].status == 400
    answer, page = get(env, reverse("account_login"))
    assert answer.status == 200
    assert "max-age=31536000" in answer.getheader("Strict-Transport-Security")
    assert "unsafe" not in answer.getheader("Content-Security-Policy")
    assert all("Secure" in cookie for name, cookie in answer.getheaders() if name == "Set-Cookie")
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    for style in styles:
        found, _ = get(env, style)
        assert found.status == 200
        assert "immutable" in found.getheader("Cache-Control")
    assert get(env, "/_post/")[0].status == 404
    assert get(env, "/metrics")[0].status == 401
