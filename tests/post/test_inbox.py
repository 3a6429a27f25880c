"""Mail that came in, at the desk: who may see it, what is masked and noted, bringing it where it belongs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from common import clock
from post import cards, services
from post.models import IncomingMessage
from tests.factories import incoming as factory
from tests.factories.incidents import make_report

pytestmark = pytest.mark.django_db

INBOX = "/samordning/post/inkommet/"
RAW = (
    b"From: Anna <anna.andersson@example.org>\nTo: trygghet@example.com\nSubject: En fundering\nMessage-ID: <a@x>\n"
    b"Content-Type: text/plain; charset=utf-8\n\n<script>alert(1)</script> Garaget\n\n"
    b"Se https://trygghet.example.com/arende/0123456789abcdef0123456789abcdef01234567/\n"
)


@pytest.fixture
def row() -> IncomingMessage:
    return factory.arrives(RAW)


def of(row: IncomingMessage, name: str, **extra: str) -> str:
    return reverse(f"post:{name}", kwargs={"pk": row.pk, **extra})


def test_only_who_sorts_it(client, row, coordinator, agent, volunteer, police):
    from accounts import roles
    from tests.factories.accounts import person

    others = (agent, volunteer, police, person(roles.INFORMATION_SECURITY_COORDINATOR))
    for address in (INBOX, of(row, "incoming")):
        assert client.get(address).status_code == 302
        for user in others:
            client.force_login(user)
            assert client.get(address).status_code == 404
        client.logout()
    for address in (of(row, "open_incoming"), of(row, "belongs"), of(row, "sort_incoming", action="radera")):
        assert client.post(address).status_code == 302
        for user in others:
            client.force_login(user)
            assert client.post(address).status_code == 404
        client.force_login(coordinator)
        assert client.get(address).status_code == 405
        client.logout()
    client.force_login(coordinator)
    assert client.get(INBOX).status_code == 200
    assert client.get(f"{INBOX}999999/").status_code == 404
    assert IncomingMessage.objects.count() == 1


def test_the_list_masks_and_the_search_is_noted(client, coordinator, row):
    client.force_login(coordinator)
    page = client.get(INBOX).content.decode()
    assert "En fundering" in page
    assert "anna.andersson@" not in page
    assert "anna.andersson@" not in client.get(of(row, "incoming")).content.decode()
    assert not AuditEntry.objects.filter(action__startswith="post.").exists()
    for words in ("Anna.Andersson@example.org", "fundering"):
        assert "anna.andersson@" in client.post(INBOX, {"words": words}).content.decode()
    assert "anna.andersson@" not in client.post(INBOX, {"words": "anna"}).content.decode()
    entries = AuditEntry.objects.filter(action="post.sender_searched")
    assert entries.count() == 3
    assert not [entry for entry in entries if "@" in entry.object_id]


def test_a_search_that_finds_too_many_says_so(client, coordinator, monkeypatch):
    monkeypatch.setattr("post.views.incoming.MOST_FOUND", 2)
    client.force_login(coordinator)
    for number in range(3):
        factory.arrives(RAW.replace(b"En fundering", b"Fundering %d" % number).replace(b"<a@x>", b"<%d@x>" % number))
        page = client.post(INBOX, {"words": "fundering"}).content.decode()
        assert ("bara de 2 senaste" in page) == (number == 2)
    assert "Fundering 2" in page and "Fundering 0" not in page


def test_reading_is_noted_and_shows_text_without_secrets(client, coordinator, row):
    client.force_login(coordinator)
    page = client.post(of(row, "open_incoming")).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Garaget" in page
    assert "<script>alert" not in page
    assert "0123456789abcdef" not in page
    assert AuditEntry.objects.get(action="post.incoming_read").object_id == str(row.pk)


def test_what_no_key_opens_is_said(client, coordinator, row, settings):
    client.force_login(coordinator)
    settings.ENCRYPTION_KEYS = ["another key"]
    page = client.post(of(row, "open_incoming"), follow=True)
    assert (page.status_code, "nyckeln" in page.content.decode()) == (200, True)
    number = make_report().number
    page = client.post(of(row, "belongs"), {"kind": "incidents:report", "words": number})
    assert (page.status_code, "nyckeln" in page.content.decode()) == (422, True)
    row.refresh_from_db()
    assert row.status == "waiting"


@pytest.mark.parametrize("raw", [b"\x00\xff", b"Subject: \xff\n\n\x00", b"Content-Type: multipart/mixed\n\n" * 300])
def test_whatever_came_in_can_be_shown(client, coordinator, raw):
    client.force_login(coordinator)
    row = factory.arrives(raw)
    for answer in (client.get(INBOX), client.get(of(row, "incoming")), client.post(of(row, "open_incoming"))):
        assert answer.status_code == 200


def test_an_empty_list_and_choices(client, coordinator):
    client.force_login(coordinator)
    assert "Inget väntar" in client.get(INBOX).content.decode()
    factory.arrives(factory.sample("auto_rfc3834", recipient="b@example.org", return_path="x@example.com"))
    assert "Re: Tryggare" not in client.get(INBOX).content.decode()
    assert "Re: Tryggare" in client.get(INBOX, {"visa": "allt"}).content.decode()
    assert "Re: Tryggare" not in client.get(INBOX, {"visa": "allt", "slag": "bounce"}).content.decode()
    assert client.get(INBOX, {"visa": "\x00", "slag": "x", "efter": "9" * 30}).status_code == 200


def test_a_message_is_brought_to_its_report(client, coordinator, row):
    client.force_login(coordinator)
    report = make_report(reporter_email="berit@example.org")
    wrong = client.post(of(row, "belongs"), {"kind": "incidents:report", "words": "1999-1"})
    assert wrong.status_code == 422
    assert "Titta på numret" in wrong.content.decode()
    assert client.post(of(row, "belongs"), {"kind": "okant", "words": "1"}).status_code == 422
    assert not report.notes.exists()
    done = client.post(of(row, "belongs"), {"kind": "incidents:report", "words": report.number})
    assert done.status_code == 302
    row.refresh_from_db()
    assert (row.status, row.reason, row.thread) == ("handled", "attached", f"incidents:report:{report.pk}")
    assert "Garaget" in report.notes.get().text
    assert [event.actor for event in row.events.all()] == [None, None, coordinator]
    assert report.number in client.get(of(row, "incoming")).content.decode()
    again = client.post(of(row, "belongs"), {"kind": "incidents:report", "words": report.number})
    assert again.status_code == 422
    assert report.notes.count() == 1


def test_set_aside_look_again_delete(client, coordinator, row):
    client.force_login(coordinator)
    for action, status in (("klar", "handled"), ("klar", "handled"), ("oppna-igen", "waiting")):
        assert client.post(of(row, "sort_incoming", action=action)).status_code == 302
        row.refresh_from_db()
        assert row.status == status
    assert client.post(of(row, "sort_incoming", action="annat")).status_code == 404
    assert client.post(of(row, "sort_incoming", action="radera")).status_code == 302
    assert not IncomingMessage.objects.exists()
    assert AuditEntry.objects.filter(action="post.incoming_deleted", object_id=str(row.pk)).exists()


def test_pages_of_fifty_and_the_same_number_of_questions(client, coordinator, row):
    client.force_login(coordinator)
    client.get(INBOX)
    with CaptureQueriesContext(connection) as few:
        client.get(INBOX)
    for number in range(55):
        factory.arrives(RAW.replace(b"<a@x>", b"<%d@x>" % number))
    with CaptureQueriesContext(connection) as many:
        page = client.get(INBOX)
    assert len(many) <= len(few)
    assert len(page.context["page"].rows) == 50
    assert len(client.get(INBOX + page.context["page"].older).context["page"].rows) == 6


def test_found_by_what_it_belongs_to_taken_care_of_or_not(client, coordinator, row):
    other = factory.arrives(RAW.replace(b"<a@x>", b"<b@x>"))
    IncomingMessage.objects.filter(pk=row.pk).update(thread="prov:bok:7", status="handled")
    client.force_login(coordinator)
    assert [found.pk for found in client.get(INBOX).context["page"].rows] == [other.pk]
    page = client.get(INBOX, {"tillhor": "prov:bok:7"})
    assert [found.pk for found in page.context["page"].rows] == [row.pk]
    assert "1 meddelande väntar" not in page.content.decode()
    assert client.get(INBOX, {"tillhor": "prov:bok:8"}).context["page"].rows == []
    assert (
        f"{INBOX}?tillhor=prov%3Abok%3A7" in client.get("/samordning/post/", {"tillhor": "prov:bok:7"}).content.decode()
    )


def test_the_desk_is_told(coordinator, agent, row, settings):
    from django.core.cache import cache

    from post.figures import FETCHED

    [need] = cards.health(coordinator)
    assert (need.url, need.detail) == (INBOX, "1 meddelande väntar på dig.")
    assert cards.health(agent) == []
    settings.IMAP_URL = "imaps://a:b@imap.example.com/"
    cache.set(FETCHED, clock.now() - timedelta(hours=2), timeout=None)
    assert "Inkommande post hämtas inte" in [need.title for need in cards.health(coordinator)]
    settings.IMAP_URL = ""
    assert len(cards.health(coordinator)) == 1


def test_the_admin_shows_and_never_changes(client, coordinator, row):
    client.force_login(coordinator)
    base = "/admin/post/incomingmessage/"
    page = client.get(base).content.decode()
    assert "anna.andersson@" not in page
    opened = client.get(f"{base}{row.pk}/change/").content.decode()
    assert "Garaget" not in opened
    assert AuditEntry.objects.filter(action="post.recipient_read", object_id=str(row.pk)).exists()
    assert client.post(f"{base}{row.pk}/change/", {"subject": "x"}).status_code == 403
    assert client.get(f"{base}add/").status_code == 403


def test_a_person_is_forgotten_with_their_mail(row):
    services.erase_person("ANNA.andersson@example.org")
    assert not IncomingMessage.objects.exists()


def test_what_nobody_understood_is_fetched_as_it_came_and_noted(client, coordinator, agent, row, settings):
    address = of(row, "incoming_file")
    client.force_login(agent)
    assert client.post(address).status_code == 404
    client.force_login(coordinator)
    assert address in client.get(of(row, "incoming")).content.decode()
    answer = client.post(address)
    assert answer.content == RAW
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert answer["Content-Disposition"] == f'attachment; filename="{row.pk}.eml"'
    assert "no-store" in answer["Cache-Control"]
    assert AuditEntry.objects.get(action="post.incoming_fetched").object_id == str(row.pk)
    IncomingMessage.objects.update(kind="reply")
    assert address not in client.get(of(row, "incoming")).content.decode()
    assert client.post(address).status_code == 404
    IncomingMessage.objects.update(kind="unknown")
    settings.ENCRYPTION_KEYS = ["another key"]
    assert "nyckeln" in client.post(address, follow=True).content.decode()
