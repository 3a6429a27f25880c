"""Lists: asking, confirming, leaving by link, preferences; and links that are not ours."""

import re

import pytest
from django.core.exceptions import ValidationError

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
from post.models import Content, Delivery, Subscription
from post.tasks import deliver
from tests.factories import post as factory

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
    assert [event.moved_to for event in row.events.all()] == ["left"]


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
    client.post(f"/installningar/{token}/", {"lists": [str(other.pk)]})
    assert dict(Subscription.objects.values_list("list__key", "status")) == {
        "newsletters:a": "left",
        "newsletters:b": "confirmed",
    }
    client.post(f"/installningar/{token}/", {"lists": [str(row.list_id), str(other.pk)]})
    assert set(Subscription.objects.values_list("status", flat=True)) == {"confirmed"}


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


def test_a_header_cannot_be_injected():
    mailing = factory.mailing()
    with pytest.raises(ValidationError):
        services.freeze(mailing=mailing, subject="Hej\r\nBcc: x@example.com", html="<p>x</p>", text="x")


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
