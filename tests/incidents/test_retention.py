"""How long reports are kept: a decision, a rehearsal that tells, a night that reaches everywhere words can stand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from common import clock
from documents.models import Document
from incidents import figures, services
from incidents.figures.situation import square_of
from incidents.lifecycle import ReportStatus
from incidents.models import Category, Follower, Forwarding, Report, ReportEvent, RetentionRun
from post.models import Content, Delivery, IncomingMessage, ReplyAddress
from tests.factories.incidents import make_category, make_photo, make_report

pytestmark = pytest.mark.django_db

WORDS = "Grannen Kim Ek stod vid porten"


@pytest.fixture
def kind(db: None) -> Category:
    return make_category("litter")


def decided(kind: Category, by: Any, months: int = 24) -> Any:
    return services.record_retention(
        category=kind, months=months, decided_on=date(2026, 1, 15), reference="KS 2026:14", by=by
    )


def old(kind: Category, days: int = 800, **fields: Any) -> Report:
    closed = clock.now() - timedelta(days=days)
    fields = {"received_at": closed, "closed_at": closed, "text": WORDS, "reporter_email": "kim@example.org"} | fields
    return make_report(ReportStatus.DONE, category=kind, **fields)


def ready(document_kind: str, report: Report) -> Document:
    """A paper about a report, in a file of its own."""
    name = default_storage.save("paper.pdf", ContentFile(b"%PDF"))
    fields = {"sha256": "0" * 64, "bytes": 4, "pages": 1, "ready_at": clock.now(), "expires_at": clock.now()}
    return Document.objects.create(
        kind=document_kind, subject=str(report.pk), title="Blad", state="ready", file_name=name, **fields
    )


def test_a_month_s_last_day_stands_for_what_it_lacks():
    assert clock.months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert clock.months_before(date(2026, 1, 15), 24) == date(2024, 1, 15)
    assert clock.months_before(date(2026, 1, 1), 1) == date(2025, 12, 1)


def test_a_night_takes_words_wherever_they_stand(kind, coordinator, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND, settings.POST_REPLY_DOMAIN = "post.backend.LedgerBackend", "svar.example.org"
    report = old(kind, latitude=59.2001, longitude=17.8301, public_text=WORDS, reporter_name="Kim Ek")
    photo = make_photo(report)
    services.add_note(report=report, text=WORDS, by=coordinator)
    services.answer(report=report, text="Hej Kim", by=coordinator)
    Follower.objects.create(report=report, form_token="f" * 32, follow_hash="h", email="ola@example.org")
    square, name, paper = square_of(17.8301, 59.2001), photo.name, ready("report_case", report)
    assert Report.objects.search("porten").exists()
    assert Delivery.objects.filter(recipient="kim@example.org").exists()
    assert ReplyAddress.objects.filter(thread=f"incidents:report:{report.pk}").exists()
    would = figures.rehearse(kind, 24)
    assert (would.notes, would.messages, would.followers, would.sent_on, would.handed_out) == (2, 1, 1, 0, 0)
    decided(kind, coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.anonymise_outlived() == 1

    report.refresh_from_db()
    assert (report.text, report.public_text, report.place, report.reporter_name, report.reporter_email) == ("",) * 5
    assert (report.form_token, report.follow_hash, report.assigned_to, report.released_at) == (None, "", None, None)
    assert (report.latitude, report.longitude) != (59.2001, 17.8301)
    assert square_of(report.longitude, report.latitude) == square
    assert report.category == kind
    assert report.status == ReportStatus.DONE
    assert not report.notes.exists()
    assert not report.photos.exists()
    assert not default_storage.exists(name)
    assert not default_storage.exists(paper.file_name)
    assert Document.objects.get(pk=paper.pk).state == "expired"
    assert not report.followers.exists()
    assert not Report.objects.search("porten").exists()
    assert not Delivery.objects.filter(recipient="kim@example.org").exists()
    assert Content.objects.get().erased_at is not None
    assert not ReplyAddress.objects.exists()
    assert report.events.filter(kind=ReportEvent.Kind.ERASED).count() == 1
    run = RetentionRun.objects.get()
    assert (run.reports, run.photos, run.notes, run.messages) == (1, 1, 2, 1)
    assert services.anonymise_outlived() == 0


def test_only_what_has_outlived_its_decision_goes(kind, coordinator):
    yesterday, other = old(kind, days=700), old(make_category("graffiti"))
    still_open = make_report(category=kind, received_at=clock.now() - timedelta(days=900))
    old(kind, merged_into=still_open)
    gone = old(kind)
    decided(kind, coordinator)
    assert services.anonymise_outlived() == 1
    assert list(Report.objects.filter(anonymised_at__isnull=False)) == [gone]
    decided(kind, coordinator, months=22)
    assert services.anonymise_outlived() == 1
    kept = Report.objects.filter(pk__in=[yesterday.pk, other.pk], text=WORDS)
    assert list(kept) == [other]


def test_what_was_sent_on_and_came_back_goes(kind, coordinator):
    report = old(kind)
    place = services.forwarding.Destination.objects.create(name="Gatan", email="gata@example.org")
    sending = Forwarding.objects.create(report=report, destination=place, text=WORDS, their_number="K1")
    IncomingMessage.objects.create(thread=f"incidents:forwarding:{sending.pk}", raw=b"x", sender="gata@example.org")
    decided(kind, coordinator)
    services.anonymise_outlived()
    sending.refresh_from_db()
    assert (sending.text, sending.their_number) == ("", "")
    assert not IncomingMessage.objects.exists()


def test_a_rehearsal_tells_and_changes_nothing(client, kind, coordinator, monkeypatch):
    report = old(kind)
    make_photo(report)
    client.force_login(coordinator)
    where = reverse("incidents:retention_kind", args=[kind.code])
    sent = {"months": "24", "decided_on": "2026-01-15", "reference": "KS 2026:14"}
    page = client.post(where, sent | {"rehearse": ""}).content.decode()
    assert report.number in page
    assert figures.rehearse(kind, 24).photos == 1
    assert figures.rehearse(kind, 60).reports == 0
    assert not kind.retention_decisions.exists()
    assert client.post(where, sent | {"record": ""}).status_code == 302
    assert kind.retention_decisions.get().reference == "KS 2026:14"
    page = client.get(reverse("incidents:retention")).content.decode()
    assert "KS 2026:14" in page and f'href="{where}?i-natt"' in page
    assert report.number in client.get(f"{where}?i-natt").content.decode()
    monkeypatch.setattr("incidents.figures.retention.LISTED", 0)
    assert "och 1 till" in client.post(where, sent | {"rehearse": ""}).content.decode()
    assert client.post(where, sent | {"months": "0", "record": ""}).status_code == 422


def test_a_decision_that_lies_ahead_is_refused(kind, coordinator):
    with pytest.raises(ValidationError) as refused:
        services.record_retention(
            category=kind, months=24, decided_on=clock.today() + timedelta(days=1), reference="x", by=coordinator
        )
    assert refused.value.code == "future"
