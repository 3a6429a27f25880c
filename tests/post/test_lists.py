"""Lists: asking, confirming, leaving by link, preferences; and links that are not ours."""

import re
from datetime import timedelta
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMessage
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import roles
from accounts.models import AuditEntry
from common import clock
from post import services
from post.lifecycle import (
    DELIVERY_MOVES,
    INCOMING_MOVES,
    MAILING_MOVES,
    SUBSCRIPTION_MOVES,
    DeliveryStatus,
    IncomingStatus,
    MailingStatus,
    SubscriptionStatus,
)
from post.mail.addresses import bare_address, delivery_of_return_path, masked, return_path
from post.mail.links import token_for
from post.models import Content, Delivery, MailingList, Subscription, Suppression
from post.periodic import tidy
from post.sending import chunks, letters
from post.sending.run import begin
from post.tasks import deliver
from tests.factories import post as factory
from tests.factories.accounts import person
from tests.fixtures.processes import wait_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def caught(settings, mailoutbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mailoutbox


def link_in(message) -> str:
    return re.search(r"http://[^/]+(/bekrafta/\S+)", message.body)[1]


def ask(caught, email="berit@example.com") -> str:
    factory.letter_list()
    services.subscribe(list_key="newsletters:a", email=email, language="sv")
    return link_in(caught[-1])


def test_only_the_button_confirms(client, caught):
    link = ask(caught)
    assert caught[0].extra_headers["X-House-Secret"] == "1"
    page = client.get(link)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "strict-origin"
    assert page["Cache-Control"] == "no-store"
    assert Subscription.objects.get().status == SubscriptionStatus.PENDING
    assert client.post(link).status_code == 200
    row = Subscription.objects.get()
    assert row.status == SubscriptionStatus.CONFIRMED
    assert row.consent["confirmed_at"]
    assert client.post(link).status_code == 410


def test_an_old_or_invented_confirmation_opens_nothing(client, caught):
    link = ask(caught)
    assert client.post("/bekrafta/hittepå/").status_code == 410
    Subscription.objects.update(confirm_before="2020-01-01T00:00Z")
    assert client.post(link).status_code == 410
    assert Subscription.objects.get().status == SubscriptionStatus.PENDING


def test_who_has_left_has_left_until_the_button_says_else(client, caught):
    client.post(ask(caught))
    services.set_reading(mailing_list=MailingList.objects.get(), email="berit@example.com", reads=False, reason="link")
    link = ask(caught)
    assert Subscription.objects.get().status == SubscriptionStatus.LEFT
    assert client.post(link).status_code == 200
    row = Subscription.objects.get()
    assert (row.status, row.consent["how"]) == (SubscriptionStatus.CONFIRMED, "form")


def test_an_address_that_never_said_yes_is_forgotten_and_a_proof_a_year_after_leaving(caught):
    ask(caught)
    factory.letter_list(readers=2)
    for email in ("reader0@example.com", "reader1@example.com"):
        services.set_reading(mailing_list=factory.letter_list(), email=email, reads=False, reason="link")
    asked_anew = Subscription.objects.filter(email="reader1@example.com")
    asked_anew.update(status="pending", confirm_before=clock.now() + timedelta(days=7))
    states = Subscription.objects.order_by("email").values_list("email", "status")
    with clock.at(clock.now() + timedelta(days=13)):
        tidy()
    assert dict(states.all())["berit@example.com"] == "pending"
    with clock.at(clock.now() + timedelta(days=15)):
        tidy()
    assert list(states.all()) == [("reader0@example.com", "left"), ("reader1@example.com", "left")]
    assert Subscription.objects.get(email="reader0@example.com").consent["how"] == "informed"
    with clock.at(clock.now() + timedelta(days=400)):
        tidy()
    assert set(states.values_list("status", flat=True)) == {"left"}
    assert list(Subscription.objects.exclude(consent={})) == []


def test_asking_twice_gives_one_subscription_whatever_the_case(caught):
    ask(caught)
    ask(caught, "BERIT@example.com")
    assert Subscription.objects.count() == 1


@pytest.fixture
def reader():
    """A reader of the list and a token from a letter they got."""
    mailing = factory.mailing(readers=1)
    services.start_mailing(mailing=mailing)
    row = Subscription.objects.get()
    return row, token_for(0, row.pk)


def test_one_click_leaves_without_cookie_or_token(client, reader):
    row, token = reader
    client.handler.enforce_csrf_checks = True
    assert client.get(f"/avsluta/{token}/").status_code == 200
    row.refresh_from_db()
    assert row.status == SubscriptionStatus.CONFIRMED
    data = {"List-Unsubscribe": "One-Click"}
    for _time in range(2):
        assert client.post(f"/avsluta/{token}/", data).status_code == 200
    row.refresh_from_db()
    assert row.status == SubscriptionStatus.LEFT
    assert [event.moved_to for event in row.events.all()] == ["confirmed", "left"]


def test_an_old_letters_link_leaves_the_list_subscribed_to_anew(client, reader):
    """Whoever presses it in whatever letter wants no more of them: it names the reader's row, not when it was sent."""
    row, token = reader
    client.post(f"/avsluta/{token}/")
    services.set_reading(mailing_list=row.list, email=row.email, reads=True, reason="form")
    client.post(f"/avsluta/{token}/")
    row.refresh_from_db()
    assert row.status == SubscriptionStatus.LEFT


@pytest.mark.parametrize("page", ["avsluta", "installningar"])
def test_a_forged_token_opens_nothing(client, reader, page):
    row, token = reader
    forged = token_for(0, row.pk + 1).split(":")[0] + ":" + token.split(":")[1]
    for address in (f"/{page}/{forged}/", f"/{page}/x/", f"/{page}/{token}x/", f"/{page}/0.{row.pk}/"):
        assert client.post(address).status_code == 404
        assert client.get(address).status_code == 404
    row.refresh_from_db()
    assert row.status == SubscriptionStatus.CONFIRMED
    assert client.put(f"/{page}/{token}/").status_code == 405


def test_preferences(client, reader):
    row, token = reader
    other = services.ensure_list(key="newsletters:b", title="Trygghet i kommunen")
    services.add_members(list_key="newsletters:b", emails=[row.email], consent={"how": "informed"})
    page = client.get(f"/installningar/{token}/").content.decode()
    assert "Trygghet i kommunen" in page
    assert row.email not in page
    client.post(f"/installningar/{token}/", {"lists": [str(other.pk)], "language": "en"})
    assert set(Subscription.objects.values_list("language", flat=True)) == {"en"}
    assert dict(Subscription.objects.values_list("list__key", "status")) == {
        "newsletters:a": "left",
        "newsletters:b": "confirmed",
    }
    client.post(f"/installningar/{token}/", {"lists": [str(row.list_id), str(other.pk)], "language": "sv"})
    assert set(Subscription.objects.values_list("status", flat=True)) == {"confirmed"}


def test_a_save_leaves_alone_what_was_not_touched(client, caught):
    """A list that waits for its button goes on waiting, and an agent who got a mail does not become a reader."""
    link = ask(caught)
    mailing = factory.mailing(readers=0, extra_recipients=[services.Recipient(email="berit@example.com")])
    services.ensure_list(key="b", title="B")
    mailing.lists.set(MailingList.objects.filter(key="b"))
    where = f"/installningar/{token_for(mailing.deliveries.get().pk, 0)}/"
    form = client.get(where).context["form"]
    shown = {"lists": form.initial["lists"], "language": "en"}
    assert len(form.fields["lists"].choices) == 2 and len(shown["lists"]) == 1
    client.post(where, shown)
    [row] = Subscription.objects.all()
    assert (row.status, row.language) == ("pending", "en")
    client.post(where, {**shown, "lists": []})
    assert dict(Subscription.objects.values_list("list__key", "status")) == {"newsletters:a": "pending", "b": "left"}
    client.post(link)
    assert Subscription.objects.get(list__key="newsletters:a").status == "confirmed"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page", ["leave", "confirm"])
def test_pressed_twice_at_the_same_moment(caught, page):
    address = ask(caught)
    if page == "leave":
        services.confirm(address.split("/")[2])
        address = f"/avsluta/{token_for(0, Subscription.objects.get().pk)}/"
    statuses = []

    def press():
        statuses.append(Client(raise_request_exception=False).post(address).status_code)
        connection.close()

    presses = [Thread(target=press) for _time in range(2)]
    with transaction.atomic():
        Subscription.objects.select_for_update().get()
        for thread in presses:
            thread.start()
        wait_for(lambda: waiting_for_a_row() == 2, what="both to stand in line")
    for thread in presses:
        thread.join(10)
    assert statuses == [200, 200]
    row = Subscription.objects.get()
    assert row.status == ("left" if page == "leave" else "confirmed")
    assert row.events.filter(moved_to=row.status).count() == 1


def waiting_for_a_row() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("reason", "stays"), [("asked", False), ("bounce", False), ("complaint", False), ("desk", True)]
)
def test_who_confirms_anew_while_subscribing_gets_mail_again(client, caught, reader, reason, stays):
    """Unless the municipality has stopped the address."""
    row, _token = reader
    Suppression.objects.create(email=row.email.upper(), reason=reason)
    services.subscribe(list_key=row.list.key, email=row.email, language="sv")
    assert client.post(link_in(caught[-1])).status_code == 200
    assert Suppression.objects.exists() is stays
    row.refresh_from_db()
    assert (row.status, row.confirm_hash) == ("confirmed", "")


def test_who_left_is_not_added_again():
    factory.letter_list(readers=2)
    services.set_reading(
        mailing_list=factory.letter_list(), email="reader1@example.com", reads=False, reason="preferences"
    )
    assert services.add_members(list_key="newsletters:a", emails=["Reader1@example.com"], consent={}) == 0
    assert Subscription.objects.get(email="reader1@example.com").status == "left"


@pytest.mark.parametrize(
    "address", ["", "anna", "a@b@c", "a\r\nb@example.com", "anna@example.com\nBcc: x@example.com", "a@-.se", "@x.se"]
)
def test_addresses_that_are_none(address):
    with pytest.raises(ValidationError):
        bare_address(address)


def test_return_path_names_its_delivery_and_cannot_be_made_up():
    path = return_path(4711)
    assert delivery_of_return_path(path.upper()) == 4711
    assert delivery_of_return_path(path.replace("4711", "4712")) is None
    assert delivery_of_return_path("studs-1-x@example.com") is None


def test_masked_shows_enough_to_recognise():
    assert masked("berit.svensson@example.com") == "b…n@example.com"


INJECTED = "Hej\r\nBcc: x@example.com"


@pytest.mark.parametrize("where", ["subject", "sender", "reply_to"])
def test_a_header_cannot_be_injected(where):
    factory.letter_list()
    given = {"subject": "Hej", "sender": "a@example.com", "reply_to": "", where: INJECTED}
    subject = given.pop("subject")
    mailing = services.create_mailing(key="x", title="X", list_keys=["newsletters:a"], **given)
    with pytest.raises(ValidationError) as refused:
        services.freeze(mailing=mailing, subject=subject, html="<p>x</p>", text="x")
    assert refused.value.code == "header" and not mailing.contents.exists()


@pytest.mark.parametrize("where", ["subject", "from_email", "to", "cc", "reply_to", "headers"])
def test_nor_through_djangos_mail_api(where):
    wrong = {"headers": {"X-Note": INJECTED}}.get(where, [INJECTED] if where in ("to", "cc", "reply_to") else INJECTED)
    with pytest.raises(BadHeaderError):
        EmailMessage(**{"subject": "Hej", "body": "Hej", "to": ["a@example.com"], where: wrong}).send()
    assert not Content.objects.exists() and not Delivery.objects.exists()


def test_started_texts_stay_as_they_are():
    mailing = factory.mailing()
    services.start_mailing(mailing=mailing)
    with pytest.raises(ValidationError):
        services.freeze(mailing=mailing, subject="Nytt", html="<p>x</p>", text="x")


def test_a_mailing_without_text_does_not_start():
    factory.letter_list()
    mailing = services.create_mailing(key="x", title="X", list_keys=["newsletters:a"])
    with pytest.raises(ValidationError):
        services.start_mailing(mailing=mailing)


@pytest.mark.django_db(transaction=True)
def test_the_right_text_reaches_each_and_nobody_gets_two(relay):
    server = relay()
    people = [
        services.Recipient(email="reader0@example.com", variant="alby", variables={"area": "Alby <1>"}),
        services.Recipient(email="eve@example.com", language="en"),
        services.Recipient(email="EVE@example.com"),
    ]
    mailing = factory.mailing(readers=3, extra_recipients=people)
    services.freeze(
        mailing=mailing,
        variant="alby",
        subject="Alby",
        html="<p>{{{{area}}}} {{{{unknown}}}}</p>",
        text="Till {{{{area}}}}",
    )
    services.freeze(mailing=mailing, language="en", subject="English", html="<p>Hi</p>", text="Hi")
    services.start_mailing(mailing=mailing)
    deliver(mailing.pk)
    assert len(server.received) == 4
    texts = dict(server.received)
    assert b"Subject: English" in texts["eve@example.com"]
    assert b"Alby &lt;1&gt;" in texts["reader0@example.com"]
    assert b"Alby <1>" in texts["reader0@example.com"]
    assert "Tryggare höst" in str(
        Content.objects.get(pk=Delivery.objects.get(recipient="reader2@example.com").content_id).subject
    )


def test_forgetting_a_person():
    mailing = factory.mailing(readers=2)
    services.start_mailing(mailing=mailing)
    services.set_reading(mailing_list=factory.letter_list(), email="reader0@example.com", reads=False, reason="link")
    assert services.export_person("READER0@example.com")
    assert services.erase_person("READER0@example.com")
    assert services.export_person("reader0@example.com") == []


@pytest.mark.parametrize(
    ("moves", "states"),
    [
        (MAILING_MOVES, MailingStatus),
        (DELIVERY_MOVES, DeliveryStatus),
        (SUBSCRIPTION_MOVES, SubscriptionStatus),
        (INCOMING_MOVES, IncomingStatus),
    ],
)
def test_every_state_stands_in_its_table(moves, states):
    assert set(moves) == set(states)
    assert all(there in set(states) for allowed in moves.values() for there in allowed)


# The desk's pages.


@pytest.fixture
def desk(client, coordinator):
    factory.letter_list(readers=3)
    client.force_login(coordinator)
    return client


def a_list():
    return MailingList.objects.get(key="newsletters:a")


def test_lists_with_their_counts_and_growth(desk):
    services.set_reading(mailing_list=a_list(), email="reader1@example.com", reads=False, reason="link")
    page = desk.get("/samordning/post/listor/")
    [(row, growth)] = page.context["lists"]
    assert (row.readers, row.left, row.pending) == (2, 1, 0)
    assert (growth.joined, growth.left) == (3, 1)
    [(_month, year)] = desk.get(f"/samordning/post/listor/{a_list().pk}/").context["months"]
    assert (year.joined, year.left) == (3, 1)


def test_as_many_questions_for_one_reader_as_for_fifty(desk):
    address = f"/samordning/post/listor/{a_list().pk}/"
    for where in (address, "/samordning/post/listor/", "/samordning/post/sparrade/"):
        desk.get(where)
        with CaptureQueriesContext(connection) as few:
            desk.get(where)
        emails = [f"{len(few)}x{number}@example.com" for number in range(50)]
        services.add_members(list_key="newsletters:a", emails=emails, consent={})
        services.ensure_list(key=f"x{len(where)}", title="X")
        Suppression.objects.bulk_create(Suppression(email=email, reason="desk") for email in emails)
        with CaptureQueriesContext(connection) as many:
            desk.get(where)
        assert len(many) == len(few)


def test_a_reader_is_looked_up_which_is_noted(desk, coordinator):
    where = f"/samordning/post/listor/{a_list().pk}/"
    page = desk.get(where).content.decode()
    assert "reader1@example.com" not in page
    found = desk.post(where, {"email": " READER1@example.com, "}).content.decode()
    assert "reader1@example.com" in found
    assert AuditEntry.objects.filter(action="post.recipient_searched", actor=coordinator).count() == 1
    assert "finns inte" in desk.post(where, {"email": "ingen@example.com"}).content.decode()
    assert desk.post(where, {"email": "anna"}).status_code == 400


def test_one_is_asked_and_becomes_a_reader_by_the_button_alone(desk, caught):
    where = f"/samordning/post/listor/{a_list().pk}/fraga/"
    assert desk.post(where, {"email": "mailto:ny@example.com", "language": "en"}).status_code == 302
    row = Subscription.objects.get(email="ny@example.com")
    assert (row.status, row.language) == ("pending", "en")
    assert "/bekrafta/" in caught[0].body
    for _time in range(5):
        desk.post(where, {"email": "ny@example.com", "language": "en"})
    assert len(caught) == 3
    assert desk.post(where, {"email": "ny@", "language": "sv"}).status_code == 400


def test_taken_out_and_another_language(desk):
    row = Subscription.objects.get(email="reader1@example.com")
    desk.post(f"/samordning/post/lasare/{row.pk}/sprak/", {"language": "en"})
    desk.post(f"/samordning/post/lasare/{row.pk}/sprak/", {"language": "xx"})
    desk.post(f"/samordning/post/lasare/{row.pk}/ta-bort/")
    row.refresh_from_db()
    assert (row.language, row.status) == ("en", "left")
    assert row.events.last().reason == "desk"
    noted = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"post.reader_language", "post.reader_removed"} <= noted


def test_readers_as_a_file_are_defused_noted_and_for_those_allowed(desk, client):
    services.add_members(list_key="newsletters:a", emails=["+46@example.com"], consent={"how": "=1+1"})
    where = f"/samordning/post/listor/{a_list().pk}/lista"
    text = b"".join(desk.get(where + ".csv").streaming_content).decode()
    assert "'+46@example.com" in text
    assert "'=1+1" in text
    assert desk.get(where + ".xlsx").status_code == 200
    assert desk.get(where + ".pdf").status_code == 404
    assert AuditEntry.objects.filter(action="post.list_exported").count() == 2
    client.force_login(person(roles.INFORMATION_SECURITY_COORDINATOR))
    assert client.get(where + ".csv").status_code == 404


def test_stopped_addresses_looked_up_and_let_go(desk):
    where = "/samordning/post/sparrade/"
    desk.post(where + "ny/", {"email": "Stopp@example.com"})
    desk.post(where + "ny/", {"email": "inte en adress"})
    row = Suppression.objects.get()
    assert "Stopp@" not in desk.get(where).content.decode()
    assert "Stopp@example.com" in desk.post(where, {"email": "stopp@example.com"}).content.decode()
    assert "är inte stoppad" in desk.post(where, {"email": "annan@example.com"}).content.decode()
    desk.post(f"{where}{row.pk}/slapp/", {"reason": "för att"})
    assert Suppression.objects.exists()
    desk.post(f"{where}{row.pk}/slapp/", {"reason": "mistake"})
    assert not Suppression.objects.exists()
    assert AuditEntry.objects.filter(action="post.suppression_lifted.mistake").exists()


def test_who_fans_out_never_goes_through_the_table_once_a_reader():
    """Just after an import the planner knows no sizes; the table that is being filled was searched once a reader."""
    mailing = factory.mailing(readers=3)
    services.start_mailing(mailing=mailing)
    [plan] = plans_of(chunks._FAN_OUT, lambda: chunks.fan_out(mailing))
    assert [line for line in plan.splitlines() if "Nested Loop" in line and "Anti Join" in line] == []
    assert Delivery.objects.filter(mailing=mailing).count() == 3


def plans_of(statement, act) -> list[str]:
    """What the planner means to do with a statement, each time it is run while `act` acts."""
    plans = []

    def explained(execute, sql, params, many, context):
        if sql == statement:
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN " + sql, params)
                plans.append("\n".join(row[0] for row in cursor.fetchall()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explained):
        act()
    return plans


def test_a_bundle_is_found_without_reading_the_mail_outs_others(monkeypatch):
    """At a million messages whose sizes the planner does not know yet, each bundle read all of them."""
    monkeypatch.setattr(chunks, "CHUNK", 10)
    mailing = factory.mailing(readers=200)
    services.start_mailing(mailing=mailing)
    begin(mailing.pk)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # which is right for so few rows and no others
    [claim] = plans_of(chunks._CLAIM, lambda: chunks.claim(mailing.pk))
    [batch] = plans_of(letters._BATCH, lambda: letters.next_batch(mailing.pk, 0, after=0))
    assert "Sort" not in claim  # the first bundles in order, not all of them
    assert "delivery_chunk" in batch
