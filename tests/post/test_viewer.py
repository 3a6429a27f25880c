"""`/_post/`: caught mail, shut in a frame without script; nothing outside DEBUG. And error mail past the ledger."""

import logging
import mailbox
from email.message import EmailMessage

import pytest
from django.urls import clear_url_caches, include, path

from post.models import Delivery

urlpatterns = [path("", include("botkyrka_trygghet.urls")), path("", include("botkyrka_trygghet.pages.development"))]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def caught(settings, tmp_path) -> str:
    settings.DEBUG = True
    settings.VAR_DIR = tmp_path
    box = mailbox.Maildir(str(tmp_path / "post"), create=True)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.com", "berit@example.com", "Din kod åäö"
    message.set_content("Logga in: http://127.0.0.1:8000/konto/kod/x/.")
    message.add_alternative("<p>Hej</p><script>alert(1)</script>", subtype="html")
    clear_url_caches()
    return box.add(message)


def test_list_open_and_frame(client, caught):
    page = client.get("/_post/").content.decode()
    assert "Din kod åäö" in page
    page = client.get(f"/_post/{caught}/").content.decode()
    assert 'href="http://127.0.0.1:8000/konto/kod/x/"' in page
    assert "sandbox" in page
    frame = client.get(f"/_post/{caught}/sida/")
    assert frame["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert client.post("/_post/").status_code == 405


@pytest.mark.parametrize("key", ["finns-inte", "..", "%2e%2e%2fnew"])
def test_unknown_mail(client, caught, key):
    assert client.get(f"/_post/{key}/").status_code == 404


def test_nothing_outside_debug(client, caught, settings):
    settings.DEBUG = False
    for address in ("/_post/", f"/_post/{caught}/", f"/_post/{caught}/sida/"):
        assert client.get(address).status_code == 404


def test_an_empty_box(client, settings, tmp_path):
    settings.DEBUG = True
    settings.VAR_DIR = tmp_path / "none"
    assert client.get("/_post/").status_code == 200


def test_error_mail_bypasses_the_ledger_and_tells_no_secrets(relay, settings):
    from common.error_mail import ErrorMailHandler

    server = relay()
    settings.ADMINS = [("Drift", "drift@example.com")]
    logger = logging.Logger("prov")
    logger.addHandler(ErrorMailHandler())
    person = "@".join(["berit", "example.com"])  # so that the traceback's own source line does not spell it
    try:
        raise ValueError(f"could not send to {person}")
    except ValueError:
        logger.exception("Internal Server Error: %s", "/rapport/hemlig-lank/")
    assert Delivery.objects.count() == 0
    [(recipient, text)] = server.received
    assert recipient == "drift@example.com"
    assert b"ValueError" in text
    assert not [word for word in (b"berit@", b"hemlig-lank") if word in text]


def test_caught_text_messages_are_listed(client, caught):
    from post.sms.folder import Folder
    from post.sms.gateway import Text

    Folder().send(Text("+46701740605", "Hej <b>du</b>\nåäö"))
    page = client.get("/_post/").content.decode()
    assert "+46701740605" in page and "Hej &lt;b&gt;du&lt;/b&gt;<br>åäö" in page
