"""The mail server's pipe: stored before anything else, exit codes that lose nothing, memory that stays bounded."""

import io
import subprocess
import sys

import pytest
from django.db import OperationalError

from botkyrka_trygghet.local.places import ROOT
from post.management.commands.receive_mail import receive
from post.models import IncomingMessage
from tests.fixtures.processes import child_environment

RAW = b"From: a@example.org\nTo: b@example.com\nMessage-ID: <1@example.org>\n\nHej"


class Endless(io.RawIOBase):
    """A stream of so many bytes that were never in memory at once."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, count: int = -1) -> bytes:
        given = min(self.left, count)
        self.left -= given
        return b"x" * given


@pytest.mark.django_db
def test_stored_once_however_often_it_comes():
    assert [receive(io.BytesIO(RAW), "b@example.com") for _time in range(2)] == [0, 0]
    row = IncomingMessage.objects.get()
    assert (row.envelope_to, row.source, row.status) == ("b@example.com", "pipe", "received")


@pytest.mark.django_db
def test_the_same_message_for_two_recipients_is_two():
    assert [receive(io.BytesIO(RAW), to) for to in ("b@example.com", "c@example.com")] == [0, 0]
    assert IncomingMessage.objects.count() == 2


def test_when_it_cannot_be_stored_the_mail_server_keeps_it(monkeypatch, capsys):
    def away(**_fields: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("post.services.take_in", away)
    assert receive(io.BytesIO(RAW), "") == 75
    assert capsys.readouterr().out.startswith("4.3.0 ")


def test_thirty_megabytes_are_refused_with_a_sentence(capsys):
    stream = Endless(30_000_000)
    assert receive(stream, "") == 69
    assert stream.left == 0
    sentence = capsys.readouterr().out
    assert sentence.startswith("5.3.4 ")
    assert "25 MB" in sentence
    assert sentence.isascii()


def test_nothing_is_refused(capsys):
    assert receive(io.BytesIO(b" \n"), "") == 65


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
@pytest.mark.parametrize(
    ("breaks", "code", "stored"), [({}, 0, 1), ({"DATABASE_URL": "postgres://x@127.0.0.1:1/x"}, 75, 0)]
)
def test_as_the_mail_server_runs_it(breaks, code, stored):
    env = child_environment(ORIGINAL_RECIPIENT="b@example.com", **breaks)
    done = subprocess.run([sys.executable, "manage.py", "receive_mail"], input=RAW, env=env, cwd=ROOT, timeout=60)
    assert done.returncode == code
    assert IncomingMessage.objects.filter(envelope_to="b@example.com").count() == stored


@pytest.mark.parametrize(
    ("inner", "outer"), [(0, 0), (65, 65), (69, 69), (75, 75), (1, 75), (2, 75), (127, 75), (137, 75)]
)
def test_the_wrapper_keeps_what_failed_in_any_other_way(inner, outer):
    done = subprocess.run([ROOT / "docker" / "receive-mail", "sh", "-c", f"exit {inner}"], timeout=20)
    assert done.returncode == outer
