"""A mail server process that wants encryption and a sign-in: the post's own dialogue gives both, or says why not."""

import os
from datetime import timedelta

import environ
import pytest
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation

from botkyrka_trygghet.local.servers import stop
from common import clock
from post import cards, services
from post.models import Delivery, Mailing
from post.tasks import deliver
from tests.factories import post as factory
from tests.factories import tls_relay

pytestmark = pytest.mark.django_db(transaction=True)
RIGHT = tls_relay.PASSWORD.decode()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return tls_relay.make_certificate(tmp_path_factory.mktemp("tls") / "relay.pem")


@pytest.fixture(params=["smtp+ssl", "smtp+tls"])
def strict(request, tmp_path, settings, monkeypatch, certificate):
    """The server; called with a password it becomes the relay. Its certificate is trusted as a real one would be."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    process, port = tls_relay.launch(tmp_path / "box", certificate, request.param)

    def sign_in_with(password: str, way: str = request.param) -> None:
        address = f"{way}://{tls_relay.USER.decode()}:{password}@127.0.0.1:{port}"
        settings.POST_RELAY = environ.Env.email_url_config(address)

    sign_in_with.taken = lambda: os.listdir(tmp_path / "box" / "new")
    yield sign_in_with
    stop(process)


def write() -> Mailing:
    send_mail("Kvitto", "Tack för din rapport.", None, ["anna@example.com"])
    mailing = factory.mailing(readers=3)
    services.start_mailing(mailing=mailing)
    return mailing


def test_encrypted_and_signed_in(strict):
    strict(RIGHT)
    mailing = write()
    deliver(mailing.pk)
    assert set(Delivery.objects.values_list("status", flat=True)) == {"accepted"}
    assert len(strict.taken()) == 4


def test_a_wrong_password_loses_nothing_and_the_desk_says_why(strict, client, coordinator):
    strict("fel")
    mailing = write()
    deliver(mailing.pk)
    assert set(Delivery.objects.values_list("status", "attempts")) == {("waiting", 0)}
    client.force_login(coordinator)
    for page in (reverse("post:ledger"), reverse("post:mailing", args=[mailing.pk])):
        text = client.get(page).content.decode()
        assert "godtar inte vårt namn och lösenord" in text and "535" in text
    [need] = cards.health(coordinator)
    assert need.title == "Inga brev går i väg" and "lösenord" in need.detail and need.is_late
    assert "0 minuter" not in need.detail
    strict(RIGHT)
    deliver(mailing.pk)
    assert set(Delivery.objects.values_list("status", flat=True)) == {"accepted"}
    assert len(strict.taken()) == 4
    assert cards.health(coordinator) == []
    assert "lösenord" not in client.get(reverse("post:ledger")).content.decode()


def test_a_stranger_with_another_certificate_gets_neither_mail_nor_password(strict, monkeypatch, coordinator):
    monkeypatch.delenv("SSL_CERT_FILE")
    strict(RIGHT)
    mailing = write()
    deliver(mailing.pk)
    assert set(Delivery.objects.values_list("status", "attempts")) == {("waiting", 0)}
    with translation.override("sv"):
        assert "certifikat" in cards.health(coordinator)[0].detail


@pytest.mark.parametrize("strict", ["smtp+tls"], indirect=True)
def test_a_server_that_wants_encryption_first_is_not_told_the_password(strict, coordinator):
    strict(RIGHT, way="smtp")
    write()
    deliver()
    assert not Delivery.objects.exclude(status="waiting").exists()
    with translation.override("sv"):
        assert "erbjuder inte" in cards.health(coordinator)[0].detail


def test_a_mail_server_that_is_restarted_alarms_nobody_at_once(relay, client, coordinator):
    relay().close()
    write()
    deliver()
    assert cards.health(coordinator) == []
    client.force_login(coordinator)
    assert "svarar inte" in client.get(reverse("post:ledger")).content.decode()
    with clock.at(clock.now() + timedelta(minutes=6)):
        detail = cards.health(coordinator)[0].detail
        assert "6 minuter" in detail and "svarar inte" in detail
