"""Number plates: asked about in text, kept encrypted for vehicles only, gone at closing."""

from __future__ import annotations

import pytest

from accounts.models import AuditEntry
from common import clock, form_tokens
from incidents import services
from incidents.models import Category, Destination, Forwarding, Report
from post.slots import Reply
from tests.factories.incidents import make_report

pytestmark = pytest.mark.django_db
FORM = "/rapportera/"


def test_the_plate_of_a_vehicle_is_kept_encrypted_and_erased_at_closing(client, filled, coordinator):
    sent = client.post(FORM, filled | {"category": "abandoned-car", "text": "Utan hjul.", "plate": "abc 123"})
    report = Report.objects.get()
    assert sent.status_code == 302 and b"ABC" not in bytes(report.plate_sealed)
    assert services.read_plate(report=report, by=coordinator) == "ABC 123"
    assert AuditEntry.objects.filter(action="report.plate_read").count() == 1
    services.move_report(report=report, to="done", by=coordinator, reason="fixed")
    report.refresh_from_db()
    assert report.plate_sealed is None


def test_a_plate_of_anything_else_is_not_kept(client, filled):
    client.post(FORM, filled | {"plate": "ABC 123"})
    assert Report.objects.get().plate_sealed is None


@pytest.mark.parametrize(("kind", "is_kept"), [("graffiti", False), ("abandoned-car", True)])
def test_a_plate_in_an_urgent_text_is_taken_out_of_it(client, filled, kind, is_kept):
    client.post(FORM, filled | {"category": kind, "text": "De åkte i ABC 123.", "occurred_when": "now"})
    report = Report.objects.get()
    assert "ABC" not in report.text and bool(report.plate_sealed) == is_kept


def test_names_are_a_question_that_a_person_may_pass(client, filled):
    words = "Det var Anna Andersson."
    asked = client.post(FORM, filled | {"text": words})
    assert asked.status_code == 422 and "namnet på någon" in asked.content.decode()
    assert client.post(FORM, filled | {"text": words, "keep_text": "on"}).status_code == 302
    now = filled | {"text": words, "occurred_when": "now", "form_token": form_tokens.new()}
    assert client.post(FORM, now).status_code == 302


def test_a_vehicles_plate_in_the_text_is_shown_its_own_box(client, filled):
    asked = client.post(FORM, filled | {"category": "abandoned-car", "text": "Bilen ABC 123."})
    assert "rutan för bilnummer" in asked.content.decode()


def test_the_plate_is_shown_to_who_may_and_logged(client, filled, coordinator):
    client.post(FORM, filled | {"category": "abandoned-car", "plate": "ABC 123"})
    number = Report.objects.get().number
    client.force_login(coordinator)
    page = f"/samordning/anmalningar/{number}/"
    assert "ABC 123" not in client.get(page).content.decode()
    assert "ABC 123" in client.post(f"{page}nummer/").content.decode()
    assert AuditEntry.objects.filter(action="report.plate_read").count() == 1


def test_erasing_a_person_takes_the_plate(client, filled):
    client.post(FORM, filled | {"category": "abandoned-car", "plate": "ABC 123", "email": "prov@example.com"})
    assert services.export_person("prov@example.com")[0]["plate"] == "ABC 123"
    services.erase_person("prov@example.com")
    assert Report.objects.get().plate_sealed is None and Category.objects.exists()


def test_a_plate_in_a_mail_stands_in_no_note_and_the_first_of_a_vehicle_is_sealed(categories, coordinator):
    car, wall = (make_report(category=code, reporter_email="a@example.org") for code in ("abandoned-car", "graffiti"))
    said = "Bilen är ABC 123, inte DEF 456."
    reply = Reply("a@example.org", "Hej", said, said, (), clock.now())
    for report in (car, wall):
        services.take_reply(report_id=report.pk, reply=reply)
        report.refresh_from_db()
    assert (services.read_plate(report=car, by=coordinator), wall.plate_sealed) == ("ABC 123", None)
    sending = Forwarding.objects.create(report=car, destination=Destination.objects.create(name="Gatan"))
    services.take_forwarding_reply(forwarding_id=sending.pk, reply=reply)
    notes = [note.text for report in (car, wall) for note in report.notes.all()]
    assert len(notes) == 3 and not any("ABC" in text or "456" in text for text in notes)
