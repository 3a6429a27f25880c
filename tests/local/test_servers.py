"""The embedded servers survive what a laptop does to them: crashes, strange pids, long and Swedish paths."""

import contextlib
import os
import signal
import socket
import subprocess
import sys

import psycopg
import pytest

from botkyrka_trygghet.local import postgres, services, start, valkey
from botkyrka_trygghet.local.places import LONGEST_SOCKET_FOLDER, LauncherError, socket_folder
from botkyrka_trygghet.local.testing import own_broker


def django_url(home, database="hus"):
    return {"host": str(socket_folder(home)), "user": "postgres", "dbname": database}


def select(home, query="SELECT 1"):
    with psycopg.connect(**django_url(home)) as connection:
        return connection.execute(query).fetchone()[0]


def test_a_stranger_with_the_pid_of_a_stale_lock_is_left_alone(tmp_path):
    data = tmp_path / "postgres"
    data.mkdir()
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n")
    assert postgres.running_pid(data) is None
    assert not (data / "postmaster.pid").exists()


@pytest.mark.parametrize("name", ["plain", "väg med å", "x" * 120])
def test_socket_folder_is_short_plain_and_one_per_checkout(tmp_path, name):
    found = socket_folder(tmp_path / name)
    assert len(str(found)) <= LONGEST_SOCKET_FOLDER
    assert str(found).isascii() and " " not in str(found)
    assert found.is_dir()
    assert found != socket_folder(tmp_path / f"{name}2")


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path, monkeypatch):
    taken = socket_folder(tmp_path / "å")
    monkeypatch.setattr(os, "getuid", lambda: 4711)
    monkeypatch.setattr("hashlib.sha256", lambda _path: type("D", (), {"hexdigest": lambda self: "b" * 64})())
    other = taken.with_name("botkyrka-4711-" + "b" * 12)
    other.mkdir()
    try:
        with pytest.raises(LauncherError, match="belongs to somebody else"):
            socket_folder(tmp_path / "å")
    finally:
        other.rmdir()


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_postgres_starts_where_spaces_and_å_are_and_again_after_a_crash(tmp_path):
    home = tmp_path / "väg med å" / "hus"
    with postgres.served(home, database="hus", durable=False) as url:
        assert url.endswith("/hus")
        assert select(home, "SHOW server_encoding") == "UTF8"
        assert select(home, "SELECT datlocale FROM pg_database WHERE datname = 'hus'") == "C.UTF-8"
        pid = postgres.running_pid(home / "postgres")
        assert pid
        with postgres.served(home, database="hus") as second:
            assert second == url
        assert select(home) == 1, "a guest must not stop the server"
        os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)
    with postgres.served(home, database="hus", durable=False):
        assert select(home) == 1
    assert postgres.running_pid(home / "postgres") is None


@pytest.mark.slow
def test_two_checkouts_have_servers_of_their_own(tmp_path):
    with valkey.served(tmp_path / "ett") as one, valkey.served(tmp_path / "två") as two:
        assert one != two
        with valkey.served(tmp_path / "ett") as again:
            assert again == one
    assert not valkey.accepts(socket_folder(tmp_path / "ett") / "valkey.sock")


def test_nothing_is_started_for_servers_the_environment_names(tmp_path, monkeypatch):
    named = {"DATABASE_URL": "postgres://db/own", "REDIS_URL": "redis://broker:6379/0"}
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(postgres, "served", None)
    monkeypatch.setattr(valkey, "served", None)
    with services.servers(tmp_path / "home") as found:
        assert found == named
    assert not (tmp_path / "home").exists()


def test_one_run_a_checkout(tmp_path):
    with services.only_one(tmp_path, "busy"), pytest.raises(LauncherError, match="busy"):
        services.only_one(tmp_path, "busy").__enter__()
    with services.only_one(tmp_path, "busy"):
        assert (tmp_path / "lock").exists()


def test_a_taken_port_is_named_and_the_default_moves_on(monkeypatch):
    with start.listen(0) as taken:
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        with pytest.raises(LauncherError, match="cannot be used"):
            start.web_socket()
        monkeypatch.delenv("PORT")
        monkeypatch.setattr(start, "FIRST_PORT", taken.getsockname()[1])
        with start.web_socket() as found:
            assert found.getsockname()[1] != taken.getsockname()[1]
    monkeypatch.setenv("PORT", "åtta")
    with pytest.raises(LauncherError, match="Choose another"):
        start.web_socket()


def test_only_this_machine_is_listened_on():
    with start.listen(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
        assert listening.family == socket.AF_INET


def test_each_parallel_test_process_has_its_own_broker_number():
    assert own_broker("unix:///tmp/v.sock?db=4", "gw1") == "unix:///tmp/v.sock?db=5"
    assert own_broker("unix:///tmp/v.sock?db=4", "") == "unix:///tmp/v.sock?db=4"
    assert own_broker("redis://broker:6379", "gw2") == "redis://broker:6379?db=2"


def test_an_unknown_word_shows_how_to_use_it():
    done = subprocess.run(
        [sys.executable, "-m", "botkyrka_trygghet.local", "dance"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "./run test" in done.stdout
