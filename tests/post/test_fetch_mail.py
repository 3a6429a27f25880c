"""Fetching from a real mailbox: stored, then marked; a kill between the two loses nothing and doubles nothing."""

import imaplib
import time

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from common.crypto import decrypt
from post import figures, periodic, services
from post.inbound import imap
from post.inbound.imap import MailboxAwayError, mailbox_of
from post.models import IncomingMessage
from post.services import incoming
from tests.fixtures.mailbox import ImapServer

pytestmark = pytest.mark.django_db


def message(number: int, words: str = "Hej") -> bytes:
    head = f"From: a@example.org\r\nDelivered-To: b@example.com\r\nMessage-ID: <{number}@example.org>\r\n"
    return f"{head}Subject: Prov {number}\r\n\r\n{words} å\r\n".encode()


def test_the_address_of_a_mailbox():
    box = mailbox_of("imaps://trygghet%40example.com:a%2Fb@imap.example.com/Inkommet%20h%C3%A4r?after=delete")
    assert (box.user, box.password, box.host, box.port) == ("trygghet@example.com", "a/b", "imap.example.com", 993)
    assert (box.folder, box.deletes) == ("Inkommet här", True)
    assert mailbox_of("imap+tls://a:b@imap.example.com").port == 143
    for wrong in ("https://a:b@x/", "imaps://x/INBOX", "imaps://a:b@x/?after=later", "imaps://a:b@x:99999/", "imaps:"):
        with pytest.raises(ImproperlyConfigured):
            mailbox_of(wrong)


def test_nothing_is_fetched_where_no_mailbox_is_named(settings):
    settings.IMAP_URL = ""
    periodic.fetch_mail()
    with pytest.raises(CommandError):
        call_command("fetch_mail")


@pytest.mark.slow
@pytest.mark.parametrize("after", ["keep", "delete"])
def test_fetched_once(imap_server: ImapServer, settings, after):
    settings.IMAP_URL = imap_server.url(after)
    for number in range(3):
        imap_server.put(message(number))
    imap_server.put(message(3), flags="\\Seen")  # somebody read it in webmail before we came
    assert services.fetch_mail() == 4
    assert services.fetch_mail() == 0
    rows = IncomingMessage.objects.order_by("pk")
    assert [decrypt(row.raw) for row in rows] == [message(number) for number in range(4)]
    assert {row.source for row in rows} == {"imap"}
    flags = imap_server.flags()
    assert len(flags) == (4 if after == "keep" else 0)
    assert all("\\Seen" in flag and "HouseTaken" in flag for flag in flags)
    assert figures.mailbox_silent_seconds() < 60


@pytest.mark.slow
@pytest.mark.parametrize("after", ["keep", "delete"])
def test_stopped_between_storing_and_marking(imap_server: ImapServer, settings, monkeypatch, after):
    settings.IMAP_URL = imap_server.url(after)
    imap_server.put(message(1))
    ask = imaplib.IMAP4.uid

    def dies(self, command, *args):
        if command == "STORE":
            raise OSError("the line broke")
        return ask(self, command, *args)

    with monkeypatch.context() as patched:
        patched.setattr(imaplib.IMAP4, "uid", dies)
        with pytest.raises(MailboxAwayError):
            services.fetch_mail()
    assert IncomingMessage.objects.count() == 1
    assert services.fetch_mail() == 1
    assert IncomingMessage.objects.count() == 1
    assert services.fetch_mail() == 0


@pytest.mark.slow
def test_not_marked_when_it_could_not_be_stored(imap_server: ImapServer, settings, monkeypatch):
    settings.IMAP_URL = imap_server.url("delete")
    imap_server.put(message(1))
    with monkeypatch.context() as patched:
        patched.setattr("post.services.incoming.encrypt", lambda raw: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            services.fetch_mail()
    assert "HouseTaken" not in imap_server.flags()[0]
    assert services.fetch_mail() == 1


@pytest.mark.slow
@pytest.mark.parametrize(("after", "keywords"), [("delete", True), ("delete", False), ("keep", False)])
def test_too_large_is_said_and_stays_in_the_mailbox(imap_server: ImapServer, settings, monkeypatch, after, keywords):
    settings.IMAP_URL = imap_server.url(after)
    settings.POST_INCOMING_MAX_BYTES = 10_000
    if not keywords:
        monkeypatch.setattr(imap, "_takes_keywords", lambda line: False)
    imap_server.put(message(1, words="x" * 20_000))
    assert services.fetch_mail() == 1
    assert services.fetch_mail() == 0
    imap_server.put(message(2))
    assert services.fetch_mail() == 1
    IncomingMessage.objects.latest("pk").delete()
    row = IncomingMessage.objects.get()
    assert (row.status, row.reason, row.subject) == ("waiting", "too_large", "Prov 1")
    assert row.size < 1_000
    flags = [flag for flag in imap_server.flags() if "\\Flagged" in flag]
    assert len(flags) == 1 and len(imap_server.flags()) == (1 if after == "delete" else 2)


def test_the_sender_of_a_reply_that_is_too_large_is_told_once(settings, mailoutbox):
    """Nobody else: anybody can write any sender, and a machine asks for no answer."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    person, thread = "a@example.org", "prov:bok:7"
    to = services.reply_address(thread=thread, person=person)
    head = f"From: {person}\r\nTo: {to}\r\nSubject: Bilder\r\n"

    def comes(text: str) -> None:
        incoming._taken(text.encode() + b"\r\n", IncomingMessage.Source.IMAP, "", is_head=True)

    comes(head.replace("a@", "b@"))
    comes(head.replace(to, "svar+1@example.com"))
    comes(head + "Auto-Submitted: auto-replied\r\n")
    comes(head.replace("Bilder", "Autosvar: Hej"))
    assert mailoutbox == []
    comes(head)
    comes(head + "X-Once: more\r\n")
    [answer] = mailoutbox
    assert (answer.to, answer.reply_to) == ([person], [to])
    assert "25 MB" in answer.body and answer.extra_headers["Auto-Submitted"] == "auto-replied"
    assert set(IncomingMessage.objects.values_list("status", "reason")) == {("waiting", "too_large")}


@pytest.mark.slow
def test_a_mailbox_that_is_away_or_says_no(imap_server: ImapServer, settings):
    settings.IMAP_URL = imap_server.url().replace("hemligt", "fel")
    with pytest.raises(CommandError):
        call_command("fetch_mail")
    imap_server.stop()
    periodic.fetch_mail()
    settings.IMAP_URL = imap_server.url()
    with pytest.raises(MailboxAwayError):
        services.fetch_mail()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_while_fetching(imap_server: ImapServer, settings, senders):
    settings.IMAP_URL = imap_server.url("delete")
    for number in range(60):
        imap_server.put(message(number))
    for share in (10, 30):
        fetching = senders.start(services.fetch_mail)
        patience = time.monotonic() + 30
        while IncomingMessage.objects.count() < share:
            assert time.monotonic() < patience
        senders.kill(fetching)
    assert IncomingMessage.objects.count() < 60
    senders.start(call_command, "fetch_mail")
    senders.wait()
    subjects = set()
    for row in IncomingMessage.objects.all():
        subjects.add(decrypt(row.raw))
    assert subjects == {message(number) for number in range(60)}
    assert IncomingMessage.objects.count() == 60
    assert imap_server.flags() == []
