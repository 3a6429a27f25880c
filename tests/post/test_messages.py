"""One message at the desk: found, explained, read by those allowed, sent again, its address suppressed; cheap pages."""

import email
import email.policy
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, send_mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import roles
from accounts.models import AuditEntry
from common import clock
from post import services
from post.lifecycle import LiftReason
from post.mail import shown
from post.mail.answers import plain_words
from post.models import Content, Delivery, Suppression
from post.services.copies import send_again, send_test, why_not_again
from post.services.suppression import lift, suppress
from post.tasks import deliver
from tests.factories import post as factory
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db

LEDGER = "/samordning/post/"


def single(status: str = "accepted", **fields) -> Delivery:
    """Return one single message with an outcome."""
    send_mail(
        "Kvitto", "Tack.\nFölj: https://example.com/arende/abcdefghij0123456789klmn/", None, ["berit@example.com"]
    )
    row = Delivery.objects.latest("pk")
    for name, value in {"status": status, **fields}.items():
        setattr(row, name, value)
    row.save()
    return row


LONG = "Din anmälan 2026-000123 har kommit fram och ligger hos trygghetssamordningen i Botkyrka kommun"


@pytest.mark.parametrize(
    "subject", [LONG, "Kort ärende", "Only plain words, and so many that they need a second line of it"]
)
def test_a_subject_begins_on_the_line_of_its_name(subject):
    send_mail(subject, "Tack.", None, ["berit@example.com"])
    body = bytes(Content.objects.get().body)
    assert re.search(rb"^Subject: \S", body, re.MULTILINE)
    assert max(len(line) for line in body.splitlines()) <= 78
    assert email.message_from_bytes(body, policy=email.policy.default)["Subject"] == subject


def of_mailing(status: str = "bounced", **fields) -> Delivery:
    mailing = factory.mailing(readers=1)
    return Delivery.objects.create(
        mailing=mailing,
        content=mailing.contents.get(),
        recipient="reader0@example.com",
        message_id="<samma@example.com>",
        status=status,
        **fields,
    )


def shown_rows(client, **choice) -> list[int]:
    return [row["delivery"].pk for row in client.get(LEDGER, choice).context["rows"]]


def test_found_by_outcome_channel_time_mailing_and_thread(client, coordinator):
    client.force_login(coordinator)
    accepted, old = single(), single("bounced", created_at=clock.now() - timedelta(days=40))
    text, mine = single(channel="sms"), of_mailing()
    assert set(shown_rows(client)) == {accepted.pk, old.pk, text.pk}
    assert set(shown_rows(client, utfall="bounced")) == {old.pk, mine.pk}
    assert shown_rows(client, kanal="sms") == [text.pk]
    assert shown_rows(client, utskick=mine.mailing_id) == [mine.pk]
    assert shown_rows(client, till=str(clock.today() - timedelta(days=30))) == [old.pk]
    assert old.pk not in shown_rows(client, fran=str(clock.today() - timedelta(days=1)), utfall="bounced")
    Content.objects.filter(pk=text.content_id).update(thread="incidents:report:7")
    assert shown_rows(client, tillhor="incidents:report:7") == [text.pk]
    assert client.get(LEDGER, {"fran": "igår", "utskick": "-1"}).status_code == 200


def test_pages_forward_and_back_show_each_message_once(client, coordinator):
    client.force_login(coordinator)
    content = Content.objects.create(subject="Kvitto", sender="a@example.com", body=b"x")
    Delivery.objects.bulk_create(Delivery(content=content, recipient=f"r{n}@example.com") for n in range(120))
    seen, address, pages = [], LEDGER, []
    while address:
        page = client.get(address).context["page"]
        seen += [row.pk for row in page.rows]
        pages.append([row.pk for row in page.rows])
        address = LEDGER + page.older if page.older else ""
    assert seen == sorted((row.pk for row in Delivery.objects.all()), reverse=True)
    assert [len(rows) for rows in pages] == [50, 50, 20]
    back = client.get(LEDGER, {"fore": pages[1][0]}).context["page"]
    assert [row.pk for row in back.rows] == pages[0]
    assert back.newer == ""
    assert client.get(LEDGER, {"efter": "9" * 30}).status_code == 200


def test_pages_are_never_counted(client, coordinator):
    client.force_login(coordinator)
    for _time in range(3):
        single()
    with CaptureQueriesContext(connection) as asked:
        client.get(LEDGER)
    assert not [query for query in asked if "COUNT(" in query["sql"] and "post_delivery" in query["sql"]]


@pytest.mark.parametrize(
    ("code", "reply", "reason", "word"),
    [
        (550, "5.1.1 user unknown", "refused", "Det finns ingen sådan adress"),
        (552, "5.2.2 over quota", "refused", "full"),
        (554, "5.7.1 blocked", "refused", "oönskad"),
        (550, "no", "refused", "adress"),
        (451, "later", "later", "försöker igen"),
        (450, "later", "gave_up", "gav"),
        (499, "hm", "later", "försöker igen"),
        (599, "nej", "refused", "avvisade"),
        (None, "", "bad_address", "ingen e-postadress"),
    ],
)
def test_the_server_s_answer_in_plain_words(code, reply, reason, word):
    row = Delivery(status="bounced", reply_code=code, reply=reply, reason=reason)
    assert word in plain_words(row)


def test_nothing_to_say_about_what_arrived():
    assert plain_words(Delivery(status="accepted", reply_code=250, reply="2.0.0 ok")) == ""


def test_a_message_masked_then_opened_which_is_noted(client, coordinator):
    row = single()
    client.force_login(coordinator)
    closed = client.get(reverse("post:message", args=[row.pk])).content.decode()
    assert "berit@" not in closed
    assert "<iframe" not in closed
    assert not AuditEntry.objects.filter(action__startswith="post.").exists()
    opened = client.post(reverse("post:open_message", args=[row.pk])).content.decode()
    assert "berit@example.com" in opened
    assert "sandbox" in opened
    assert AuditEntry.objects.filter(action="post.recipient_read", object_id=str(row.pk), actor=coordinator).exists()
    frame = client.get(reverse("post:message_frame", args=[row.pk]))
    assert frame["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert "Tack." in frame.content.decode()
    assert "abcdefghij0123456789" not in frame.content.decode()
    assert AuditEntry.objects.filter(action="post.message_read", object_id=str(row.pk)).exists()


def test_what_a_mail_out_said_filled_for_its_recipient_without_tokens(client, coordinator):
    row = of_mailing("accepted")
    client.force_login(coordinator)
    page = client.get(reverse("post:message_frame", args=[row.pk])).content.decode()
    assert "Hej reader0@example.com" in page
    assert "(hemligt)" in page
    from post.mail.links import token_for

    assert token_for(row.pk, None) not in page


def test_pictures_travel_into_the_frame():
    mailing = factory.mailing(readers=0)
    picture = services.Picture("logga.png", "png", b"\x89PNG prov")
    services.freeze(mailing=mailing, subject="Bild", html='<img src="cid:logga.png">', text="x", images=[picture])
    row = Delivery(pk=1, mailing=mailing, content=mailing.contents.get(), recipient="a@example.com")
    assert 'src="data:image/png;base64,' in shown.page_of(row)


def test_a_secret_is_readable_by_nobody(client, coordinator):
    EmailMessage("Din kod 493021", "493021", to=["berit@example.com"], headers={"X-House-Secret": "1"}).send()
    row = Delivery.objects.get()
    client.force_login(coordinator)
    assert client.get(reverse("post:message_frame", args=[row.pk])).status_code == 404
    for page in (
        client.get(reverse("post:message", args=[row.pk])),
        client.post(reverse("post:open_message", args=[row.pk])),
    ):
        assert page.status_code == 200
        assert "493021" not in page.content.decode()


def test_who_sees_the_ledger_does_not_thereby_read_or_send(client):
    row = single("bounced")
    client.force_login(person(roles.INFORMATION_SECURITY_COORDINATOR))
    assert client.get(reverse("post:message", args=[row.pk])).status_code == 200
    assert "<iframe" not in client.post(reverse("post:open_message", args=[row.pk])).content.decode()
    assert client.get(reverse("post:message_frame", args=[row.pk])).status_code == 404
    assert client.post(reverse("post:again", args=[row.pk])).status_code == 403
    assert client.post(reverse("post:suppress", args=[row.pk])).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_bounced_is_sent_again_once_with_the_same_message_id(relay, client, coordinator):
    server = relay()
    row = of_mailing()
    client.force_login(coordinator)
    again = reverse("post:again", args=[row.pk])
    assert client.post(again).status_code == 302
    assert client.post(again)["Location"] == reverse("post:message", args=[row.pk])
    deliver()
    [(recipient, text)] = server.received
    message = email.message_from_bytes(text, policy=email.policy.default)
    assert recipient == "reader0@example.com"
    assert message["Message-ID"] == "<samma@example.com>"
    assert message["Subject"] == "Tryggare höst i Tumba"
    assert message.get_body(("plain",)).get_content().splitlines()[1] == ".en rad som börjar med punkt"
    copy = Delivery.objects.exclude(pk=row.pk).get()
    assert (copy.status, copy.mailing_id, copy.content.thread) == ("accepted", None, row.content.thread)
    assert AuditEntry.objects.filter(action="post.sent_again", object_id=str(row.pk)).count() == 1


def test_what_cannot_be_sent_again(coordinator):
    assert why_not_again(single("accepted"))
    assert why_not_again(single("waiting"))
    assert why_not_again(single("bounced", recipient="erased:1"))
    gone = single("bounced")
    Content.objects.filter(pk=gone.content_id).update(body=b"", erased_at=clock.now())
    gone.refresh_from_db()
    with pytest.raises(ValidationError):
        send_again(delivery=gone, actor=coordinator)
    letter = of_mailing()
    assert why_not_again(letter) == ""
    services.set_reading(mailing_list=factory.letter_list(), email=letter.recipient, reads=False, reason="link")
    assert why_not_again(letter)
    services.set_reading(mailing_list=factory.letter_list(), email=letter.recipient, reads=True, reason="link")
    suppress(email=letter.recipient.upper(), actor=coordinator)
    assert why_not_again(letter)


def test_suppressing_from_a_bounced_message_and_letting_go(client, coordinator):
    row = single("bounced")
    client.force_login(coordinator)
    for _time in range(2):
        assert client.post(reverse("post:suppress", args=[row.pk])).status_code == 302
    held = Suppression.objects.get()
    assert (held.email, held.reason) == ("berit@example.com", "desk")
    lift(suppression=held, reason=LiftReason.MISTAKE, actor=coordinator)
    assert AuditEntry.objects.filter(action="post.suppression_lifted.mistake").exists()
    own = Suppression.objects.create(email="berit@example.com", reason="asked")
    with pytest.raises(ValidationError):
        lift(suppression=own, reason=LiftReason.MISTAKE, actor=coordinator)
    lift(suppression=own, reason=LiftReason.THEY_ASKED, actor=coordinator)
    assert not Suppression.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_test_to_oneself_before_the_start(relay, client, coordinator):
    server = relay()
    mailing = factory.mailing(readers=2)
    client.force_login(coordinator)
    where = reverse("post:test_mail", args=[mailing.pk, mailing.contents.get().pk])
    client.post(where)
    deliver()
    [(recipient, text)] = server.received
    message = email.message_from_bytes(text, policy=email.policy.default)
    assert recipient == coordinator.email
    assert message["Subject"] == "Prov: Tryggare höst i Tumba"
    assert message["List-Unsubscribe"] is None
    assert mailing.deliveries.count() == 0
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    with pytest.raises(ValidationError):
        mailing.refresh_from_db()
        send_test(mailing=mailing, content=mailing.contents.get(), actor=coordinator)


def test_cancelling_asks_first_and_says_how_many_have_left(client, coordinator):
    row = of_mailing("accepted")
    services.start_mailing(mailing=row.mailing, at=clock.now() + timedelta(hours=1))
    client.force_login(coordinator)
    where = reverse("post:cancel", args=[row.mailing_id])
    page = client.get(where).content.decode()
    assert "1 meddelande har redan gått iväg" in page
    row.mailing.refresh_from_db()
    assert row.mailing.status == "queued"
    assert client.post(where).status_code == 302
    row.mailing.refresh_from_db()
    assert row.mailing.status == "cancelled"
    assert "inget kvar att avbryta" in client.get(where).content.decode()


def test_as_many_questions_for_one_message_as_for_fifty(client, coordinator):
    client.force_login(coordinator)
    row = of_mailing()
    where = reverse("post:mailing", args=[row.mailing_id])
    addresses = [LEDGER, f"{LEDGER}?utfall=bounced", where]
    few = [questions(client, address) for address in addresses]
    for number in range(49):
        single("bounced")
        Delivery.objects.create(
            mailing=row.mailing, content=row.content, recipient=f"b{number}@example.com", status="bounced"
        )
    assert [questions(client, address) for address in addresses] == few


def questions(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)
