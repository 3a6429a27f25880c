"""Mail that comes in: replies to their thread, bounces and complaints counted, the rest to a person."""

import email
import re
import threading
from datetime import timedelta

import pytest
from django.core.mail import send_mail
from django.db import connection

from common import clock
from common.crypto import decrypt
from post import services
from post.inbound.handling import handle
from post.mail.addresses import reply_path
from post.models import Bounce, Delivery, IncomingMessage, ReplyAddress, Subscription, Suppression
from post.periodic import sweep_incoming, tidy
from post.sending.run import begin
from post.slots import THREADS, Reply, ThreadGoneError
from post.views.incoming import REASONS
from tests.factories import incoming as factory
from tests.factories.post import mailing as a_mailing

pytestmark = pytest.mark.django_db

PIPE = IncomingMessage.Source.PIPE
BERIT = "berit@example.org"


class Notebook:
    """A thread that writes down what it gets."""

    label = "Anteckning"

    def __init__(self) -> None:
        self.got: list[tuple[str, Reply]] = []

    def receive(self, thread_id: str, reply: Reply) -> None:
        if thread_id == "gone":
            raise ThreadGoneError
        if thread_id == "broken":
            raise ZeroDivisionError
        self.got.append((thread_id, reply))

    def find(self, words, user):
        return words if words.isdecimal() else None

    def link(self, thread_id, user):
        return None


@pytest.fixture
def notebook(monkeypatch) -> Notebook:
    made = Notebook()
    monkeypatch.setattr(THREADS, "_fillings", {**THREADS._fillings, "prov:bok": (1, made)})
    return made


def reply_from(sender: str, to: str, words: str = "Ja.", message_id: str = "<r1@example.org>") -> bytes:
    return f"From: {sender}\nTo: {to}\nSubject: Re: Hej\nMessage-ID: {message_id}\n\n{words}\n".encode()


def outcome(row: IncomingMessage) -> tuple[str, str, str]:
    return row.kind, row.status, row.reason


def test_a_reply_comes_back_to_its_thread(notebook):
    to = services.reply_address(thread="prov:bok:7", person=BERIT)
    assert len(to.partition("@")[0]) <= 64
    raw = factory.sample("reply_outlook_sv", recipient=BERIT.upper(), reply_address=to.upper())
    row = factory.arrives(raw)
    assert outcome(row) == ("reply", "handled", "")
    assert row.thread == "prov:bok:7"
    [(thread_id, reply)] = notebook.got
    assert thread_id == "7"
    assert reply.text.startswith("Hej!\n\nDet är vid det blå garaget")
    assert "hemlig" not in reply.text
    assert "hemlig" in reply.whole_text
    assert [event.moved_to for event in row.events.all()] == ["received", "handled"]


def test_a_mailbox_with_a_name_of_its_own_hides_no_sealed_address(notebook):
    """IMAP: its server writes the name of the mailbox. A copy that came by the address itself is the same reply."""
    to = services.reply_address(thread="prov:bok:7", person=BERIT)
    head = b"Delivered-To: post@example.com\n"
    mail = reply_from(BERIT, f"trygghet@example.com, {to.upper()}")
    assert outcome(factory.arrives(head + mail)) == ("reply", "handled", "")
    copy = factory.arrives(f"X-Original-To: {to}\n".encode() + head + mail)
    assert outcome(copy) == ("reply", "handled", "duplicate")
    stranger = reply_from("someone@example.net", to, message_id="<s@x>")
    assert outcome(factory.arrives(head + stranger)) == ("reply", "waiting", "wrong_sender")
    assert len(notebook.got) == 1


def test_the_same_person_keeps_one_address_in_a_thread():
    one = services.reply_address(thread="prov:bok:7", person=BERIT)
    assert services.reply_address(thread="prov:bok:7", person=" Berit@Example.org") == one
    assert services.reply_address(thread="prov:bok:8", person=BERIT) != one
    assert services.reply_address(thread="prov:bok:7", person="anna@example.org") != one


def test_no_address_where_no_replies_are_taken(settings):
    settings.POST_REPLY_DOMAIN = ""
    assert services.reply_address(thread="prov:bok:7", person=BERIT) == ""
    assert not ReplyAddress.objects.exists()


def test_a_strangers_mail_opens_nothing(notebook):
    to = services.reply_address(thread="prov:bok:7", person=BERIT)
    forged = to.replace("svar+", "svar+1")
    cases = [
        (reply_from("someone@example.net", to, message_id="<a@x>"), "wrong_sender"),
        (reply_from(BERIT, forged, message_id="<b@x>"), "token_forged"),
        (reply_from(BERIT, "svar+7@example.com", message_id="<c@x>"), "token_forged"),
        (reply_from(BERIT, reply_path(999_999), message_id="<d@x>"), "token_unknown"),
        (reply_from("", to, message_id="<e@x>"), "wrong_sender"),
    ]
    for raw, reason in cases:
        assert outcome(factory.arrives(raw)) == ("reply", "waiting", reason)
    assert notebook.got == []


def test_an_old_address_and_a_thread_that_is_gone_wait_for_a_person(notebook):
    to = services.reply_address(thread="prov:bok:7", person=BERIT, days=10)
    gone = services.reply_address(thread="prov:bok:gone", person=BERIT)
    nowhere = services.reply_address(thread="okant:slag:1", person=BERIT)
    assert outcome(factory.arrives(reply_from(BERIT, gone, message_id="<g@x>")))[2] == "thread_gone"
    assert outcome(factory.arrives(reply_from(BERIT, nowhere, message_id="<n@x>")))[2] == "no_thread"
    assert outcome(factory.arrives(reply_from(BERIT, to, words="", message_id="<w@x>")))[2] == "empty"
    with clock.at(clock.now() + timedelta(days=11)):
        assert outcome(factory.arrives(reply_from(BERIT, to)))[2] == "token_expired"
    assert notebook.got == []


def test_the_same_reply_again_is_one(notebook):
    to = services.reply_address(thread="prov:bok:7", person=BERIT)
    first = factory.arrives(reply_from(BERIT, to))
    assert factory.arrives(reply_from(BERIT, to)) == first
    again = factory.arrives(b"Received: another way\n" + reply_from(BERIT, to))
    assert outcome(again) == ("reply", "handled", "duplicate")
    assert len(notebook.got) == 1


def test_a_program_that_gives_every_message_the_same_number_loses_none(notebook):
    to = services.reply_address(thread="prov:bok:7", person=BERIT)
    for words in ("Ja.", "Nej, det var fel.", "Ja."):
        row = factory.arrives(reply_from(BERIT, to, words=words))
    assert [reply.text for _thread, reply in notebook.got] == ["Ja.", "Nej, det var fel."]
    assert outcome(row) == ("reply", "handled", "")  # the very same bytes
    stranger = factory.arrives(reply_from("eva@example.net", to, words="Först.", message_id="<r2@example.org>"))
    assert outcome(stranger)[2] == "wrong_sender"
    assert outcome(factory.arrives(reply_from(BERIT, to, words="Först.", message_id="<r2@example.org>")))[2] == ""


def test_two_machines_that_answer_each_other_stop(notebook):
    to = services.reply_address(thread="prov:bok:7", person=BERIT)
    for number in range(23):
        row = factory.arrives(reply_from(BERIT, to, message_id=f"<{number}@x>"))
    assert len(notebook.got) == 20
    assert outcome(row) == ("reply", "waiting", "too_many")


def test_an_automatic_reply_goes_to_no_thread(notebook):
    to = services.reply_address(thread="prov:bok:7", person=BERIT)
    row = factory.arrives(factory.sample("auto_exchange_sv", recipient=BERIT, return_path=to))
    assert outcome(row) == ("auto", "handled", "")
    assert notebook.got == []


def test_a_persons_mail_with_the_subject_of_a_machine_reaches_a_person(notebook):
    to = services.reply_address(thread="prov:bok:7", person=BERIT)
    raw = reply_from(BERIT, to, words="Jag kan inte gå på lördag.").replace(b"Re: Hej", "Frånvaro på lördag".encode())
    row = factory.arrives(raw)
    assert outcome(row) == ("reply", "waiting", "auto_subject")
    assert row.thread == "prov:bok:7" and row in IncomingMessage.objects.waiting()
    assert "auto_subject" in REASONS


def test_what_kills_the_worker_waits_for_a_person_in_the_end(notebook):
    to = services.reply_address(thread="prov:bok:broken", person=BERIT)
    row, _new = services.take_in(raw=reply_from(BERIT, to), source=PIPE)
    for _attempt in range(3):
        with pytest.raises(ZeroDivisionError):
            handle(row.pk)
    handle(row.pk)
    row.refresh_from_db()
    assert (row.status, row.reason) == ("waiting", "crashed")
    handle(row.pk)
    assert row.events.count() == 2


@pytest.mark.parametrize("name", ["dsn_postfix", "dsn_exchange_sv", "odd_qmail", "odd_exim", "odd_lotus"])
def test_a_dead_address_gets_no_more_mail_outs(name):
    delivery = factory.accepted()
    row = factory.arrives(factory.about(delivery, name))
    assert outcome(row) == ("bounce", "handled", "hard")
    delivery.refresh_from_db()
    assert (row.delivery, delivery.status, delivery.reason) == (delivery, "bounced", "came_back")
    assert Suppression.objects.get().reason == "bounce"
    assert Bounce.objects.get().email == BERIT


def test_the_same_bounce_counts_once():
    delivery = factory.accepted()
    for number in range(3):
        raw = factory.about(delivery, "dsn_full_mailbox").replace(b"full.0001", b"full.%d" % number)
        factory.arrives(raw)
    assert Bounce.objects.get().kind == "soft"


def test_a_full_mailbox_is_counted_until_it_is_enough(settings):
    settings.POST_SOFT_BOUNCES, settings.POST_SOFT_BOUNCE_DAYS = 3, 30
    start = clock.now()
    for number, days in enumerate((0, 40, 50, 60)):
        assert not Suppression.objects.exists()
        with clock.at(start + timedelta(days=days)):
            raw = factory.about(factory.accepted(), "dsn_full_mailbox").replace(b"full.0001", b"full.%d" % number)
            assert outcome(factory.arrives(raw)) == ("bounce", "handled", "soft")
    assert Suppression.objects.get().reason == "bounce"


def test_a_delay_changes_nothing():
    delivery = factory.accepted()
    assert outcome(factory.arrives(factory.about(delivery, "dsn_delayed"))) == ("bounce", "handled", "delayed")
    delivery.refresh_from_db()
    assert delivery.status == "accepted"
    assert not Bounce.objects.exists()


def test_a_dead_address_behind_the_one_we_wrote_to_is_counted_only():
    delivery = factory.accepted()
    raw = factory.about(delivery, "dsn_postfix", recipient="forwarded@example.net")
    assert outcome(factory.arrives(raw)) == ("bounce", "handled", "soft")
    assert not Suppression.objects.exists()


def test_a_bounce_to_one_letters_return_path_is_that_letters_whomever_it_names():
    mine, other = factory.accepted(), factory.accepted("anna@example.org")
    raw = factory.about(mine, "dsn_postfix", recipient=other.recipient, message_id=other.message_id)
    row = factory.arrives(raw)
    assert outcome(row) == ("bounce", "handled", "soft") and row.delivery == mine
    other.refresh_from_db()
    assert other.status == "accepted" and not Suppression.objects.exists()


def test_without_our_return_path_message_id_and_recipient_must_agree():
    delivery, other = factory.accepted(), factory.accepted("anna@example.org")
    known = factory.about(delivery, "dsn_postfix", return_path="trygghet@example.com")
    assert outcome(factory.arrives(known)) == ("bounce", "handled", "hard")
    made_up = factory.about(
        other, "dsn_postfix", return_path="trygghet@example.com", message_id="<guessed@example.com>"
    )
    made_up = made_up.replace(b"20261123070001", b"1")
    assert outcome(factory.arrives(made_up)) == ("bounce", "waiting", "no_delivery")
    crossed = factory.about(other, "dsn_postfix", return_path="x@example.com", message_id=delivery.message_id)
    crossed = crossed.replace(b"20261123070001", b"2")
    assert outcome(factory.arrives(crossed)) == ("bounce", "waiting", "no_delivery")
    assert [row.email for row in Suppression.objects.all()] == [BERIT]


def test_a_forged_return_path_and_somebody_unknown():
    delivery = factory.accepted()
    to = f"studs-{delivery.pk}-aaaaaaaaaaaaaaaa@example.com"
    raw = factory.about(delivery, "dsn_postfix", return_path=to, message_id="<guessed@example.com>")
    assert outcome(factory.arrives(raw)) == ("bounce", "waiting", "no_delivery")
    assert outcome(factory.arrives(b"From: x@example.net\n\nHej", to)) == ("unknown", "waiting", "return_path_forged")
    delivery.refresh_from_db()
    assert delivery.status == "accepted"


def test_a_complaint_ends_every_list():
    mailing = a_mailing(readers=2)
    services.ensure_list(key="b", title="B")
    services.add_members(list_key="b", emails=["reader0@example.com"], consent={"how": "informed"})
    delivery = factory.accepted("reader0@example.com", mailing=mailing)
    assert outcome(factory.arrives(factory.about(delivery, "arf_complaint"))) == ("complaint", "handled", "")
    assert Suppression.objects.get().reason == "complaint"
    assert set(Subscription.objects.filter(email="reader0@example.com").values_list("status", flat=True)) == {"left"}
    assert Subscription.objects.get(email="reader1@example.com").status == "confirmed"
    delivery.refresh_from_db()
    assert delivery.status == "accepted"


def test_a_forged_complaint_changes_nothing():
    delivery = factory.accepted()
    raw = factory.about(
        delivery, "arf_complaint", return_path="studs-1-aaaaaaaaaaaaaaaa@example.com", message_id="<x@y>"
    )
    assert outcome(factory.arrives(raw)) == ("complaint", "waiting", "no_delivery")
    assert not Suppression.objects.exists()


def test_who_got_one_letter_cannot_name_anothers():
    """A mail-out's Message-IDs follow each other in the index; what stands beside the number can't be guessed."""
    mailing = a_mailing(readers=30)
    services.start_mailing(mailing=mailing)
    begin(mailing.pk)
    in_order = mailing.deliveries.order_by("message_id")
    taken_apart = [row.message_id.strip("<>").partition("@")[0].split(".") for row in in_order]
    assert len({run for run, _number, _seal in taken_apart}) == 1
    assert [number for _run, number, _seal in taken_apart] == [f"{place:08}" for place in range(30)]
    seals = [seal for _run, _number, seal in taken_apart]
    assert len(set(seals)) == 30
    assert all(re.fullmatch(r"[0-9a-f]{16}", seal) for seal in seals)
    mine, others = in_order[:2]
    guessed = mine.message_id.replace(".00000000.", ".00000001.")
    raw = factory.about(others, "arf_complaint", return_path="x@example.com", message_id=guessed)
    assert outcome(factory.arrives(raw)) == ("complaint", "waiting", "no_delivery")


def test_a_complaint_about_mail_to_several_waits_for_a_person():
    """Each of them knows the Message-ID: it says nothing of who complains."""
    send_mail("Till er", "Hej", None, ["anna@example.org", "eva@example.org"])
    delivery = Delivery.objects.get(recipient="eva@example.org")
    raw = factory.about(delivery, "arf_complaint", return_path="x@example.com")
    assert outcome(factory.arrives(raw)) == ("complaint", "waiting", "no_delivery")
    assert not Suppression.objects.exists()


def test_an_automatic_reply_to_the_return_path_is_no_bounce():
    delivery = factory.accepted()
    assert outcome(factory.arrives(factory.about(delivery, "auto_old_sv"))) == ("auto", "handled", "")
    delivery.refresh_from_db()
    assert delivery.status == "accepted"


def test_a_late_refusal_of_another_worker_does_not_undo_accepted():
    from post import transitions

    delivery = factory.accepted()
    transitions.refused(delivery, 550, "no", reason="refused")
    delivery.refresh_from_db()
    assert delivery.status == "accepted"


def test_the_bytes_are_kept_encrypted_and_whole():
    raw = b"From: a@example.org\r\n\r\nHej\x00\xff"
    row = factory.arrives(raw)
    assert b"example.org" not in bytes(row.raw)
    assert decrypt(row.raw) == raw
    assert (row.size, row.status) == (len(raw), "waiting")


def test_too_large_is_not_taken(settings):
    settings.POST_INCOMING_MAX_BYTES = 10
    with pytest.raises(services.TooLargeError):
        services.take_in(raw=b"x" * 11, source=PIPE)
    assert not IncomingMessage.objects.exists()


def test_the_sweep_finds_what_nobody_was_woken_for(monkeypatch):
    woken = []
    monkeypatch.setattr("post.periodic.wake", lambda task, key: woken.append(key))
    row, _new = services.take_in(raw=b"From: a@example.org\n\nHej", source=PIPE)
    sweep_incoming()
    assert woken == []
    with clock.at(clock.now() + timedelta(minutes=1)):
        sweep_incoming()
    assert woken == [row.pk]


def test_what_came_in_goes_after_its_time(settings):
    row = factory.arrives(factory.sample("auto_rfc3834", recipient="b@example.org", return_path="x@example.com"))
    waits = factory.arrives(b"From: a@example.org\n\nHej")
    unread, _new = services.take_in(raw=b"From: b@example.org\n\nHej", source=PIPE)
    services.reply_address(thread="prov:bok:7", person=BERIT)
    with clock.at(clock.now() + timedelta(days=89)):
        tidy()
        assert IncomingMessage.objects.filter(pk=row.pk).exists()
    with clock.at(clock.now() + timedelta(days=91)):
        tidy()
    assert set(IncomingMessage.objects.all()) == {unread, waits}
    assert ReplyAddress.objects.exists()
    with clock.at(clock.now() + timedelta(days=366)):
        tidy()
    assert not ReplyAddress.objects.exists()


def test_a_person_is_forgotten_here_too(settings):
    delivery = factory.accepted()
    factory.arrives(factory.about(delivery, "dsn_postfix"))
    mine = factory.arrives(reply_from(BERIT, "trygghet@example.com"))
    other = factory.arrives(reply_from("anna@example.org", "trygghet@example.com", message_id="<o@x>"))
    services.reply_address(thread="prov:bok:7", person=BERIT)
    assert [row for row in services.export_person(BERIT) if row["what"] == "incoming"] == [
        {
            "what": "incoming",
            "subject": "Re: Hej",
            "text": "Ja.",
            "received": mine.received_at.isoformat(),
            "belongs to": "",
        }
    ]
    settings.ENCRYPTION_KEYS = ["another key"]
    assert [row["text"] for row in services.export_person(BERIT) if row["what"] == "incoming"] == [""]
    services.erase_person(BERIT.upper())
    assert list(IncomingMessage.objects.all()) == [other]
    assert not Bounce.objects.exists()
    assert not ReplyAddress.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_two_copies_at_once(notebook):
    to = services.reply_address(thread="prov:bok:7", person=BERIT)
    rows = [services.take_in(raw=b"Received: %d\n" % way + reply_from(BERIT, to), source=PIPE)[0] for way in range(4)]

    def work() -> None:
        for row in rows:
            handle(row.pk)
        connection.close()

    workers = [threading.Thread(target=work) for _worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    for row in rows:  # what one worker held, another passed by: the sweep comes back
        handle(row.pk)
    assert len(notebook.got) == 1
    reasons = IncomingMessage.objects.values_list("status", "reason")
    assert sorted(reasons) == [("handled", "")] + [("handled", "duplicate")] * 3


def test_single_mail_to_a_dead_address_still_goes():
    Suppression.objects.create(email=BERIT, reason="bounce")
    send_mail("Kod", "123", None, [BERIT])
    assert Delivery.objects.get().status == "waiting"


@pytest.mark.parametrize(("reason", "left"), [("bounce", 0), ("complaint", 0), ("desk", 1)])
def test_confirming_by_the_link_proves_that_the_address_lives(reason, left):
    services.ensure_list(key="b", title="B")
    Suppression.objects.create(email=BERIT, reason=reason)
    services.subscribe(list_key="b", email=BERIT.upper(), language="sv")
    content = Delivery.objects.latest("pk").content
    body = decrypt(content.body) if content.encrypted else bytes(content.body)
    text = email.message_from_bytes(body).get_payload(0).get_payload(decode=True).decode()
    services.confirm(re.search(r"/bekrafta/([^/\s]+)/", text)[1])
    assert Suppression.objects.count() == left
