"""What a worker does with the mail server's answers."""

import email
import email.policy
import re
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage, send_mail
from django.core.validators import EmailValidator
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from common import clock
from post import services
from post.lifecycle import DeliveryStatus, MailingStatus
from post.mail import addresses, frozen
from post.mail.addresses import parse_address
from post.mail.answers import plain_words
from post.models import Bounce, Content, Delivery, Mailing, Suppression
from post.sending import chunks
from post.sending.run import begin
from post.tasks import deliver
from tests.factories import post as factory

pytestmark = pytest.mark.django_db(transaction=True)


def outcomes() -> dict[str, str]:
    return {row.recipient: row.status for row in Delivery.objects.all()}


def test_a_mailing_reaches_everybody_once_and_reads_well(relay):
    server = relay()
    mailing = factory.mailing(readers=230)
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    deliver(mailing.pk)
    assert sorted(address for address, _text in server.received) == sorted(f"reader{n}@example.com" for n in range(230))
    mailing.refresh_from_db()
    assert mailing.status == MailingStatus.SENT
    message = email.message_from_bytes(server.received[0][1], policy=email.policy.default)
    address = server.received[0][0]
    assert message["Subject"] == "Tryggare höst i Tumba"
    assert message["To"] == address
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"].endswith("<newsletters-a.example.com>")
    assert message["Auto-Submitted"] == "auto-generated"
    text = message.get_body(("plain",)).get_content()
    assert text.splitlines()[:2] == [f"Hej {address}!", ".en rad som börjar med punkt"]
    link = message["List-Unsubscribe"].strip("<>")
    assert link in text
    assert f'href="{link}"' in message.get_body(("html",)).get_content()
    assert "color: #17573f" in message.get_body(("html",)).get_content().split("<body>")[1]


def test_answers_of_the_mail_server(relay):
    answers = {"1": "451 later", "2": "550 5.1.1 unknown", "3": "421 closing"}

    def script(step, address, count):
        return answers.get(address.removeprefix("reader")[0]) if step == "rcpt" and "reader" in address else None

    server = relay(script)
    mailing = factory.mailing(readers=5)
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    assert outcomes() == {
        "reader0@example.com": "accepted",
        "reader1@example.com": "deferred",
        "reader2@example.com": "bounced",
        "reader3@example.com": "deferred",
        "reader4@example.com": "accepted",
    }
    bounced = Delivery.objects.get(status=DeliveryStatus.BOUNCED)
    assert (bounced.reply_code, bounced.reply) == (550, "5.1.1 unknown")
    answers.clear()
    with clock.at(clock.now() + timedelta(hours=1)):
        deliver(mailing.pk)
    assert sorted(outcomes().values()) == ["accepted"] * 4 + ["bounced"]
    assert len(server.received) == 4
    assert Mailing.objects.get().status == MailingStatus.SENT


@pytest.mark.parametrize(
    ("answer", "outcome"), [("250 ta\0ken", "accepted"), ("451 la\0ter", "deferred"), ("550 no\0pe", "bounced")]
)
def test_an_answer_with_a_nul_is_kept_without_it(relay, answer, outcome):
    """PostgreSQL takes no text with a NUL: a message whose answer could not be noted was sent for ever."""
    texts = []
    relay(lambda step, address, count: texts.append(address) or answer if step == "text" else None)
    send_mail("Kvitto", "Tack", None, ["berit@example.com"])
    for _time in range(2):
        deliver()
    row = Delivery.objects.get()
    assert (row.status, row.reply, len(texts)) == (outcome, answer[4:].replace("\0", ""), 1)


@pytest.mark.parametrize(
    ("answer", "step", "kind"),
    [
        ("550 5.1.1 unknown", "rcpt", "hard"),
        ("550 no such user here", "rcpt", "hard"),
        ("550 5.7.1 not from you", "rcpt", "soft"),
        ("554 5.7.1 looks like spam", "text", None),
        ("451 later", "rcpt", None),
    ],
)
def test_a_recipient_refused_in_the_dialogue_counts_as_a_bounce(relay, answer, step, kind):
    relay(lambda at, address, count: answer if at == step and address == "reader1@example.com" else None)
    mailing = factory.mailing(readers=3)
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    assert list(Bounce.objects.values_list("email", "kind")) == ([("reader1@example.com", kind)] if kind else [])
    assert Suppression.objects.filter(email="reader1@example.com").exists() == (kind == "hard")


def test_no_answer_after_the_text_is_tried_again_with_the_same_message_id(relay):
    dropped = []

    def script(step, address, count):
        if step == "text" and address == "reader1@example.com" and not dropped:
            dropped.append(address)
            return "drop"
        return None

    server = relay(script)
    mailing = factory.mailing(readers=3)
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    assert Delivery.objects.get(recipient="reader1@example.com").reason == "unknown"
    with clock.at(clock.now() + timedelta(hours=1)):
        deliver(mailing.pk)
    twice = [email.message_from_bytes(text)["Message-ID"] for address, text in server.received if "reader1" in address]
    assert len(twice) == 2
    assert len(set(twice)) == 1
    assert set(outcomes().values()) == {"accepted"}


def test_unknown_answers_end(relay):
    server = relay(lambda step, address, count: "drop" if step == "text" else None)
    send_mail("Hej", "Text", None, ["anna@example.com"])
    for hour in range(10):
        with clock.at(clock.now() + timedelta(hours=hour)):
            deliver()
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.reason) == ("bounced", "unknown")
    assert len(server.received) == 4


def test_silence_after_many_refusals_is_tried_again(relay):
    answers = ["451 later"] * 3

    def script(step, address, count):
        if step == "rcpt":
            return answers.pop() if answers else None
        return "drop" if len(server.received) == 0 else None

    server = relay(script)
    send_mail("Hej", "Text", None, ["anna@example.com"])
    for hour in range(6):
        with clock.at(clock.now() + timedelta(hours=hour)):
            deliver()
    assert outcomes() == {"anna@example.com": "accepted"}
    assert len(server.received) == 2


def test_a_message_nobody_can_read_any_longer_holds_up_no_other(relay, settings):
    """Its key is lost, say: sign-in codes behind it leave, and with the key back it leaves too."""
    server = relay()
    key, settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS, ["another key"]
    EmailMessage("Din kod", "1", to=["anna@example.com"], headers={"X-House-Secret": "1"}).send()
    settings.ENCRYPTION_KEYS = key
    send_mail("Kvitto", "Tack", None, ["eva@example.com"])
    deliver()
    assert outcomes() == {"anna@example.com": "deferred", "eva@example.com": "accepted"}
    unreadable = Delivery.objects.get(recipient="anna@example.com")
    assert unreadable.reason == "unreadable"
    assert "nyckeln" in plain_words(unreadable)
    settings.ENCRYPTION_KEYS = ["another key"]
    with clock.at(clock.now() + timedelta(minutes=2)):
        deliver()
    assert set(outcomes().values()) == {"accepted"}
    assert len(server.received) == 2


def test_a_mail_out_goes_on_past_a_text_that_is_gone(relay):
    server = relay()
    mailing = factory.mailing(readers=3)
    services.start_mailing(mailing=mailing)
    begin(mailing.pk)
    Delivery.objects.filter(recipient="reader0@example.com").update(content_id=0)
    deliver(mailing.pk)
    assert sorted(address for address, _text in server.received) == ["reader1@example.com", "reader2@example.com"]
    assert outcomes()["reader0@example.com"] == "deferred"


def test_growing_intervals_then_given_up(relay):
    relay(lambda step, address, count: "451 later" if step == "rcpt" else None)
    send_mail("Hej", "Text", None, ["anna@example.com"])
    waits = []
    moment = clock.now()
    for _attempt in range(3):
        with clock.at(moment):
            deliver()
        waiting = Delivery.objects.get().next_attempt_at
        waits.append(round((waiting - moment).total_seconds()))
        moment = waiting
    assert waits == [60, 300, 900]
    with clock.at(moment):
        deliver()
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.reason) == ("bounced", "gave_up")
    assert list(Bounce.objects.values_list("email", "kind")) == [("anna@example.com", "soft")]


@pytest.mark.parametrize(
    ("answer", "step"),
    [("451 later", "text"), ("452 4.3.1 full", "rcpt"), ("530 sign in", "rcpt"), ("421 bye", "rcpt")],
)
def test_given_up_for_the_mail_servers_own_sake_is_nobodys_bounce(relay, settings, answer, step):
    settings.POST_RETRY_SECONDS = []
    relay(lambda at, address, count: answer if at == step else None)
    send_mail("Hej", "Text", None, ["anna@example.com"])
    deliver()
    assert Delivery.objects.get().reason == "gave_up"
    assert not Bounce.objects.exists()


def test_without_pipelining(relay):
    server = relay(lambda s, a, n: "550 no" if s == "rcpt" and a.startswith("reader0") else None, offers=())
    mailing = factory.mailing(readers=3)
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    assert sorted(outcomes().values()) == ["accepted", "accepted", "bounced"]
    assert len(server.received) == 2


def test_mail_waits_while_the_mail_server_is_away(relay):
    server = relay()
    server.close()
    send_mail("Hej", "Text", None, ["anna@example.com"])
    deliver()
    assert outcomes() == {"anna@example.com": "waiting"}
    again = relay()
    deliver()
    assert outcomes() == {"anna@example.com": "accepted"}
    assert len(again.received) == 1


def test_a_secret_is_encrypted_then_erased(relay):
    server = relay()
    EmailMessage(
        "Din kod", "Koden är 493021", to=["anna@example.com"], headers={"X-House-Secret": "1", "X-House-Expires": "900"}
    ).send()
    content = Content.objects.get()
    assert content.encrypted
    assert content.subject == ""
    assert b"493021" not in bytes(content.body)
    deliver()
    content.refresh_from_db()
    assert bytes(content.body) == b""
    assert content.erased_at
    message = email.message_from_bytes(server.received[0][1], policy=email.policy.default)
    assert "493021" in message.get_content()
    assert not [name for name in message if name.lower().startswith("x-house")]


def test_an_old_code_is_never_sent(relay):
    server = relay()
    EmailMessage(
        "Din kod", "Koden är 493021", to=["anna@example.com"], headers={"X-House-Secret": "1", "X-House-Expires": "900"}
    ).send()
    with clock.at(clock.now() + timedelta(minutes=16)):
        deliver()
    assert outcomes() == {"anna@example.com": "expired"}
    assert bytes(Content.objects.get().body) == b""
    assert server.received == []


def test_a_code_that_grows_old_while_others_are_sent_stays(relay, monkeypatch):
    """Each one is weighed when its turn comes, by the index that knows what waits."""
    server = relay()
    monkeypatch.setattr("post.transitions.expire", lambda moment: 0)
    headers = {"X-House-Secret": "1", "X-House-Expires": "900"}
    EmailMessage("Din kod", "Koden är 493021", to=["anna@example.com"], headers=headers).send()
    send_mail("Kvitto", "Tack", None, ["berit@example.com"])
    later = clock.now() + timedelta(minutes=16)
    with clock.at(later):
        deliver()
    assert outcomes() == {"anna@example.com": "waiting", "berit@example.com": "accepted"}
    assert len(server.received) == 1
    Delivery.objects.update(channel="sms")
    assert Delivery.objects.texts_due(clock.now()).exists()
    assert not Delivery.objects.texts_due(later).exists()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "delivery_queue" in Delivery.objects.due(later).in_order().explain()


def test_single_messages_go_ahead_of_a_mailing(relay, monkeypatch):
    """Between two bundles, when so many seconds have passed."""
    monkeypatch.setattr(chunks, "CHUNK", 5)
    monkeypatch.setattr("post.sending.run.BATCH_LASTS", 0)
    sent = []

    def script(step, address, count):
        sent.append(address)
        if len(sent) == 3:
            send_mail("Kod", "Nu", None, ["anna@example.com"])
        return

    relay(script)
    mailing = factory.mailing(readers=20)
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    assert sent.index("anna@example.com") == 10  # the relay asks twice about each of the first bundle


def test_a_code_passes_those_who_are_written_to_in_hundreds(relay):
    asked = []

    def script(step, address, count):
        asked.append(address)
        if len(asked) == 4:
            send_mail("Kod", "Nu", None, ["anna@example.com"])
        return "drop" if len(asked) > 6 else None

    relay(script)
    many = [f"ombud{n}@example.com" for n in range(460)]
    EmailMessage("Nytt", "Hej", to=many, headers={"X-House-Of-Many": "1"}).send()
    deliver()
    assert [address for address in asked[:6] if address not in many] == ["anna@example.com"] * 2  # envelope and text
    assert Delivery.objects.filter(status="waiting", of_many=True).count() > 450


def test_a_machine_says_that_it_speaks_and_a_person_that_no_machine_does(relay):
    """RFC 3834: in the one place where every single mail is made, whoever wrote it."""
    server = relay()
    EmailMessage("Din kod", "1", to=["kod@example.com"], headers={"X-House-Secret": "1"}).send()
    EmailMessage("Svar", "Hej", to=["svar@example.com"], headers={"auto-submitted": "no"}).send()
    EmailMessage("Kvitto", "Hej", to=["kvitto@example.com"], headers={"Auto-Submitted": "auto-replied"}).send()
    deliver()
    said = {address: email.message_from_bytes(text).get_all("Auto-Submitted") for address, text in server.received}
    assert said == {
        "kod@example.com": ["auto-generated"],
        "svar@example.com": ["no"],
        "kvitto@example.com": ["auto-replied"],
    }


def test_a_machine_so_slow_that_each_message_takes_a_whole_round(relay, monkeypatch):
    monkeypatch.setattr("post.sending.rounds.BATCH_LASTS", -1)
    server = relay()
    mailing = factory.mailing(readers=4)
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    assert len(server.received) == 4
    assert Mailing.objects.get().status == MailingStatus.SENT


def test_who_leaves_after_the_fan_out_gets_nothing(relay, monkeypatch):
    """Whoever has left before a bundle is begun is left out of it."""
    monkeypatch.setattr(chunks, "CHUNK", 10)
    gone = []

    def script(step, address, count):
        if count == 1 and step == "rcpt":
            gone.append(Delivery.objects.filter(chunk=1).latest("pk").recipient)
            reader = gone[0].upper()
            services.set_reading(mailing_list=factory.letter_list(), email=reader, reads=False, reason="link")
        return

    server = relay(script)
    mailing = factory.mailing(readers=20)
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    assert outcomes()[gone[0]] == "skipped"
    addresses = {address for address, _text in server.received}
    assert addresses == {f"reader{n}@example.com" for n in range(20)} - set(gone)


def test_pause_resume_cancel(relay, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", 10)

    def script(step, address, count):
        if count == 15 and step == "rcpt":
            services.pause(mailing=Mailing.objects.get())
        return

    server = relay(script)
    mailing = factory.mailing(readers=50)
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    assert 15 <= len(server.received) <= 20  # the bundle at hand, and no other
    services.resume(mailing=mailing)
    deliver(mailing.pk)
    addresses = [address for address, _text in server.received]
    assert len(addresses) == len(set(addresses)) == 50
    assert Mailing.objects.get().status == MailingStatus.SENT


def test_cancel_leaves_the_rest_unsent(relay):
    server = relay()
    mailing = factory.mailing(readers=3)
    services.start_mailing(mailing=mailing, at=clock.now() + timedelta(hours=1))
    deliver(mailing.pk)
    assert server.received == []
    services.cancel(mailing=mailing)
    with clock.at(clock.now() + timedelta(hours=2)):
        deliver(mailing.pk)
    assert server.received == []


@pytest.mark.parametrize(
    ("address", "outcome", "reason"),
    [
        ("anna@räksmörgås.example", "accepted", ""),
        ("åsa@example.com", "bounced", "smtputf8_missing"),
        ("inte en adress", "bounced", "bad_address"),
        ("a b@example.com", "bounced", "bad_address"),
        ('"a..b"@example.com', "accepted", ""),
        ('"a\x01b"@example.com', "bounced", "bad_address"),
        ("anna@@example.com", "bounced", "bad_address"),
        ("anna@example.com>\r\nRCPT TO:<eva@example.com", "bounced", "bad_address"),
    ],
)
def test_odd_addresses(relay, address, outcome, reason):
    server = relay()
    mailing = factory.mailing(readers=0, extra_recipients=[services.Recipient(email=address)])
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.reason) == (outcome, reason)
    assert len(server.received) == (outcome == "accepted")


def test_smtputf8_is_used_where_it_is_offered(relay):
    server = relay(offers=("PIPELINING", "SMTPUTF8", "8BITMIME"))
    mailing = factory.mailing(readers=0, extra_recipients=[services.Recipient(email="åsa@example.com")])
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    assert server.received[0][0] == "åsa@example.com"


@pytest.mark.parametrize(
    "address",
    ["anna@example.com", "Anna.Berg+x_y-z@post.example.se", "a@b.se", "0@1.example.com", "a-@b2.org"],
)
def test_the_quick_way_through_an_address_says_what_the_slow_one_does(address, monkeypatch):
    quick = parse_address(address)
    monkeypatch.setattr("post.mail.addresses._PLAIN", re.compile("(?!)"))
    assert parse_address(address) == quick


@given(st.from_regex(addresses._PLAIN, fullmatch=True))
def test_whatever_goes_the_quick_way_is_an_address(text):
    EmailValidator()(text)
    assert parse_address(text).envelope == text


@given(st.text(max_size=200))
def test_what_is_filled_in_is_read_as_it_was_written(value):
    headers = frozen.Headers(sender="a@example.com", subject="Hej", language="sv")
    source = frozen.freeze(headers, html="<p>{{{{ord}}}}</p>", text="Du {{{{ord}}}} slut")
    data = frozen.fill(frozen.take_apart(source), {"ord": value})
    lines = data.split(b"\r\n")
    assert all(len(line) <= 998 and not re.match(rb"\.[^.]", line) for line in lines)
    message = email.message_from_bytes(data, policy=email.policy.SMTP)
    text = message.get_body(("plain",)).get_content()
    assert text.replace("\r\n", "\n") == "Du " + "\n".join(value.splitlines()) + " slut\n"
