"""The pages: own, other, anonymous; wrong method; with and without script; every fetch noted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry, User
from common import clock
from documents import pdf, tasks, transitions
from documents.lifecycle import Failure
from documents.models import Document
from tests.documents.kinds import Leaflet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "make", lambda paper, language: pdf.Made(b"%PDF-1.7 stand-in", 1))
    monkeypatch.setattr(tasks.render, "apply_async", lambda *_args, **_kwargs: None)


@pytest.fixture
def document(asker: User, leaflet: Leaflet) -> Document:
    return transitions.create(kind="leaflet", subject="7", title="Ett blad", language="sv", by=asker)


@pytest.fixture
def ready(document: Document) -> Document:
    tasks.render(str(document.pk))
    document.refresh_from_db()
    return document


def address(name: str, document: Document) -> str:
    return reverse(f"documents:{name}", args=[document.pk])


@pytest.mark.parametrize("name", ["document", "file"])
def test_scope(client: Client, ready: Document, asker: User, stranger: User, overseer: User, name: str) -> None:
    where = address(name, ready)
    assert client.get(where)["Location"].startswith("/konto/logga-in/?next=")
    for user, status in ((asker, 200), (overseer, 200), (stranger, 404)):
        client.force_login(user)
        assert client.get(where).status_code == status
    missing = reverse(f"documents:{name}", args=["00000000-0000-0000-0000-000000000001"])
    assert client.get(missing).status_code == 404


def test_who_left_the_role_reads_no_more(client: Client, ready: Document, asker: User, leaflet: Leaflet) -> None:
    leaflet.readers.clear()
    client.force_login(asker)
    assert client.get(address("document", ready)).status_code == 404
    assert client.get(address("file", ready)).status_code == 404


def test_the_file_arrives_and_the_fetching_is_noted(client: Client, ready: Document, asker: User) -> None:
    client.force_login(asker)
    response = client.get(address("file", ready))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 stand-in"  # type: ignore[attr-defined]
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith('attachment; filename="ett-blad-')
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    entry = AuditEntry.objects.get(action="document.downloaded")
    assert (entry.actor, entry.object_type, entry.object_id) == (asker, "documents.document", str(ready.pk))


def test_who_is_out_of_scope_leaves_no_download_in_the_trail(client: Client, ready: Document, stranger: User) -> None:
    client.force_login(stranger)
    client.get(address("file", ready))
    assert not AuditEntry.objects.filter(action="document.downloaded").exists()


@pytest.mark.parametrize("name", ["document", "file"])
def test_reading_pages_take_get_only(client: Client, ready: Document, asker: User, name: str) -> None:
    client.force_login(asker)
    assert client.post(address(name, ready)).status_code == 405


@pytest.mark.parametrize("where", ["/dokument/bestall/", "/dokument/00000000-0000-0000-0000-000000000001/igen/"])
def test_changing_pages_take_post_only(client: Client, asker: User, where: str) -> None:
    client.force_login(asker)
    assert client.get(where).status_code == 405
    client.logout()
    assert client.post(where)["Location"].startswith("/konto/logga-in/?next=")


def test_asking_leads_to_the_document(client: Client, asker: User, leaflet: Leaflet) -> None:
    client.force_login(asker)
    response = client.post(reverse("documents:ask"), {"kind": "leaflet", "subject": "7", "language": "en"})
    document = Document.objects.get()
    assert response["Location"] == address("document", document)
    assert document.language == "en"


@pytest.mark.parametrize("data", [{}, {"kind": "nothing"}, {"kind": "leaflet", "subject": "gone"}])
def test_asking_for_what_is_not_there(client: Client, asker: User, leaflet: Leaflet, data: dict[str, str]) -> None:
    client.force_login(asker)
    assert client.post(reverse("documents:ask"), data).status_code == 404


def test_who_may_not_ask(client: Client, stranger: User, leaflet: Leaflet) -> None:
    client.force_login(stranger)
    assert client.post(reverse("documents:ask"), {"kind": "leaflet", "subject": "7"}).status_code == 403


def test_progress_without_script_and_with(client: Client, document: Document, asker: User) -> None:
    client.force_login(asker)
    whole = client.get(address("document", document)).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in whole
    assert 'hx-trigger="every 2s"' in whole
    part = client.get(address("document", document), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part["Vary"]
    assert "no-store" in part["Cache-Control"]


def test_polling_ends_when_it_is_ready(client: Client, ready: Document, asker: User) -> None:
    client.force_login(asker)
    part = client.get(address("document", ready), headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in part
    assert address("file", ready) in part


def test_a_failure_is_said_and_can_be_tried_again(client: Client, document: Document, asker: User) -> None:
    held = transitions.claim(document.pk)
    assert held
    transitions.fail(held, Failure.STORAGE)
    client.force_login(asker)
    assert address("again", document) in client.get(address("document", document)).content.decode()
    assert client.get(address("file", document)).status_code == 410
    client.post(address("again", document))
    document.refresh_from_db()
    assert document.state == "requested"
    assert client.post(address("again", document), follow=True).status_code == 200


def test_strangers_start_nothing_again(client: Client, document: Document, stranger: User) -> None:
    client.force_login(stranger)
    assert client.post(address("again", document)).status_code == 404


def test_a_file_that_is_not_there_yet_or_any_more(client: Client, document: Document, asker: User) -> None:
    client.force_login(asker)
    assert client.get(address("file", document)).status_code == 404
    tasks.render(str(document.pk))
    document.refresh_from_db()
    default_storage.delete(document.file_name)
    assert client.get(address("file", document)).status_code == 410
    with clock.at(clock.now() + timedelta(days=91)):
        transitions.expire(document.pk)
    assert client.get(address("file", document)).status_code == 410
    assert reverse("documents:ask") in client.get(address("document", document)).content.decode()


def test_the_list_holds_ones_own(client: Client, document: Document, asker: User, overseer: User) -> None:
    client.force_login(asker)
    assert address("document", document) in client.get(reverse("documents:index")).content.decode()
    client.force_login(overseer)
    assert address("document", document) not in client.get(reverse("documents:index")).content.decode()
    client.logout()
    assert client.get(reverse("documents:index")).status_code == 302


def test_one_row_or_fifty_cost_the_same(
    client: Client, document: Document, asker: User, django_assert_num_queries: Any
) -> None:
    client.force_login(asker)
    where = reverse("documents:index")
    client.get(where)
    with CaptureQueriesContext(connection) as few:
        client.get(where)
    Document.objects.bulk_create(
        Document(kind="leaflet", subject=str(n), title=f"Blad {n}", requested_by=asker) for n in range(50)
    )
    with django_assert_num_queries(len(few)):
        client.get(where)


def test_pages_speak_english_too(client: Client, ready: Document, asker: User) -> None:
    client.force_login(asker)
    assert "Hämta" in client.get(address("document", ready)).content.decode()
    page = client.get(address("document", ready), headers={"Accept-Language": "en"}).content.decode()
    assert "Fetch the PDF" in page


def test_the_admin_shows_and_never_edits(client: Client, ready: Document, coordinator: User) -> None:
    client.force_login(coordinator)
    assert "Ett blad" in client.get("/admin/documents/document/").content.decode()
    assert client.get(f"/admin/documents/document/{ready.pk}/change/").status_code == 200
    assert client.get("/admin/documents/document/add/").status_code == 403
    assert client.post(f"/admin/documents/document/{ready.pk}/delete/").status_code == 403


def test_the_admin_has_failed_ones_made_again(client: Client, document: Document, coordinator: User) -> None:
    held = transitions.claim(document.pk)
    assert held
    transitions.fail(held, Failure.BROKEN)
    client.force_login(coordinator)
    client.post(
        "/admin/documents/document/", {"action": "make_again", "_selected_action": [str(document.pk)]}, follow=True
    )
    document.refresh_from_db()
    assert document.state == "requested"
