"""The records officer: an extract of one person from every room, erasing in two steps; nobody else gets in."""

import io
import json
import re
import zipfile

import pytest
from django.core.files.storage import default_storage
from openpyxl import load_workbook
from PIL import Image

from accounts import roles
from accounts.models import AuditEntry, User
from botkyrka_trygghet.extract_names import NAMES
from common import clock
from incidents import services
from post.lifecycle import DeliveryStatus, SubscriptionStatus
from tests.factories import post as letters
from tests.factories.accounts import person
from tests.factories.incidents import make_photo, make_report

pytestmark = pytest.mark.django_db

WORDS = {str(words) for words in NAMES.values()}
WHERE = "/samordning/personuppgifter/"
EMAIL = "reader0@example.com"


@pytest.fixture
def officer(client) -> User:
    user = person(roles.RECORDS_OFFICER)
    client.force_login(user)
    return user


@pytest.fixture
def report():
    letters.letter_list(readers=1)
    return make_report(reporter_email=EMAIL, text="Lampan är trasig.")


def test_an_extract_from_every_room_on_the_page_and_as_a_file(client, officer, report):
    assert EMAIL not in client.get(WHERE).content.decode()
    page = client.post(WHERE, {"email": EMAIL.upper()}).content.decode()
    assert "Lampan är trasig." in page
    assert "Grannsamverkan i Tumba" in page
    file = client.post(WHERE + "utdrag/", {"email": EMAIL})
    rows = list(load_workbook(io.BytesIO(file.content)).active.values)
    assert any("Lampan är trasig." in str(row[3]) for row in rows)
    said = {str(row[2]): str(row[3]) for row in rows[1:]}
    assert said["mottaget"] == f"{clock.local(report.received_at):%Y-%m-%d %H.%M}" and not said.keys() - WORDS
    codes = {str(code) for status in (DeliveryStatus, SubscriptionStatus) for code in status.values}
    assert not {str(row[3]) for row in rows[1:]} & (codes | {"list", "message"})
    assert re.match(r"\d{4}-\d\d-\d\d \d\d\.\d\d ", said["händelser"])
    noted = dict(AuditEntry.objects.filter(actor=officer).values_list("action", "object_id"))
    assert {"person.extracted", "person.extract_fetched"} <= set(noted)
    assert not [mark for mark in noted.values() if "@" in mark]


def test_all_of_it_in_one_file_with_messages_and_photos(client, officer, report, coordinator):
    make_photo(report)
    services.answer(report=report, text="Vilken lampa?", by=coordinator)
    services.add_note(report=report, text="Internt.", by=coordinator)
    make_photo(make_report(reporter_email="annan@example.com"))
    answer = client.post(WHERE + "utdrag/", {"email": EMAIL, "photos": "1"})
    pack = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    names = pack.namelist()
    assert names == ["registerutdrag.html", "registerutdrag.json", f"{report.number}-1.jpg"]
    page, told = (pack.read(name).decode() for name in names[:2])
    assert all("Vilken lampa?" in text and "Internt." not in text for text in (page, told))
    assert json.loads(told)["incidents"][0]["photos"] == names[2:]
    assert Image.open(io.BytesIO(pack.read(names[2]))).size == (40, 30)
    assert AuditEntry.objects.filter(action="person.extract_fetched", actor=officer).count() == 1
    default_storage.delete(report.photos.get().name)
    again = client.post(WHERE + "utdrag/", {"email": EMAIL, "photos": "1"})
    assert len(zipfile.ZipFile(io.BytesIO(b"".join(again.streaming_content))).namelist()) == 2


@pytest.mark.django_db(transaction=True)
def test_erasing_takes_the_address_twice_and_a_decision(client, officer, report):
    erase = WHERE + "radera/"
    for missing in ({}, {"again": EMAIL}, {"again": "annan@example.com", "sure": "on"}, {"sure": "on"}):
        assert client.post(erase, {"email": EMAIL, **missing}).status_code == 400
    report.refresh_from_db()
    assert report.reporter_email == EMAIL
    assert "Raderad" in client.post(erase, {"email": EMAIL, "again": EMAIL.upper(), "sure": "on"}).content.decode()
    report.refresh_from_db()
    assert report.reporter_email == ""
    assert AuditEntry.objects.filter(action="person.erased_everywhere", actor=officer).count() == 1
    assert "Ingenting" in client.post(WHERE, {"email": EMAIL}).content.decode()


def test_a_colleague_is_not_erased(client, officer, coordinator):
    data = {"email": coordinator.email, "again": coordinator.email, "sure": "on"}
    assert client.post(WHERE + "radera/", data).status_code == 400
    coordinator.refresh_from_db()
    assert coordinator.is_active


@pytest.mark.parametrize("email", ["", "inte en adress", "a\x00@example.com"])
def test_what_is_no_address(client, officer, email):
    for where in (WHERE, WHERE + "utdrag/", WHERE + "radera/"):
        assert client.post(where, {"email": email}).status_code == 400


def test_nobody_else(client, coordinator, agent, report):
    for user in (coordinator, agent, person(roles.INFORMATION_SECURITY_COORDINATOR)):
        client.force_login(user)
        assert client.get(WHERE).status_code == 404
        assert client.post(WHERE, {"email": EMAIL}).status_code == 404
        assert client.post(WHERE + "radera/", {"email": EMAIL, "again": EMAIL, "sure": "on"}).status_code == 404
    assert not AuditEntry.objects.filter(action__startswith="person.").exists()
