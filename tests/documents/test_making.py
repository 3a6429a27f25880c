"""The worker's part: made once, whoever dies, and told in words when it can't be."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import page as pdf_page
import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.storage import default_storage

from accounts.models import User
from common import clock
from documents import pdf, periodic, tasks, transitions
from documents.lifecycle import DocumentState, Failure
from documents.models import Document
from documents.slots import SubjectGoneError
from tests.documents.kinds import Leaflet

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(asker: User, leaflet: Leaflet) -> Document:
    return transitions.create(kind="leaflet", subject="7", title="Ett blad", language="sv", by=asker)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip WeasyPrint where the file itself is not what the test is about."""
    monkeypatch.setattr(pdf, "make", lambda paper, language: pdf.Made(b"%PDF-1.7 stand-in", 1))


def test_a_real_file_is_made_stored_and_valid(document: Document, tmp_path: Path) -> None:
    tasks.render(str(document.pk))
    document.refresh_from_db()
    assert document.state == DocumentState.READY
    with default_storage.open(document.file_name) as file:
        content = file.read()
    assert (document.bytes, document.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert document.pages == 1
    assert document.expires_at == document.ready_at + timedelta(days=90)
    path = tmp_path / "made.pdf"
    path.write_bytes(content)
    report = pdf_page.validate_pdf(str(path), profile=pdf_page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, str(report)
    assert [event.moved_to for event in document.events.all()] == ["requested", "rendering", "ready"]


def test_made_twice_is_made_once(document: Document, leaflet: Leaflet, quick: None) -> None:
    tasks.render(str(document.pk))
    tasks.render(str(document.pk))
    assert leaflet.built == 1


def test_a_row_that_is_gone_is_no_error(quick: None) -> None:
    tasks.render("00000000-0000-0000-0000-000000000001")


def test_progress_and_step_are_seen_while_it_is_made(document: Document, leaflet: Leaflet, quick: None) -> None:
    seen: list[tuple[int, str]] = []
    leaflet.during = lambda: seen.append(Document.objects.values_list("progress", "step").get())
    tasks.render(str(document.pk))
    assert seen == [(30, "Halvvägs")]


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (SubjectGoneError(), Failure.SUBJECT_GONE),
        (SoftTimeLimitExceeded(), Failure.TOO_LONG),
        (pdf.ResourceRefusedError("x"), Failure.RESOURCE_REFUSED),
        (OSError("disk full"), Failure.STORAGE),
    ],
)
def test_foreseen_failures_are_noted(document: Document, leaflet: Leaflet, error: Exception, failure: str) -> None:
    leaflet.error = error
    tasks.render(str(document.pk))
    document.refresh_from_db()
    assert (document.state, document.failure, document.claim) == ("failed", failure, None)
    assert document.events.last().reason == failure  # type: ignore[union-attr]


def test_the_unforeseen_is_noted_and_raised(document: Document, leaflet: Leaflet) -> None:
    leaflet.error = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        tasks.render(str(document.pk))
    document.refresh_from_db()
    assert (document.state, document.failure) == ("failed", "broken")


def test_a_kind_that_is_gone_cannot_be_retried(document: Document) -> None:
    Document.objects.update(kind="abolished")
    tasks.render(str(document.pk))
    document.refresh_from_db()
    assert document.failure == Failure.UNKNOWN_KIND
    assert not document.may_be_retried


def test_a_failed_document_is_made_again(document: Document, leaflet: Leaflet, asker: User, quick: None) -> None:
    leaflet.error = OSError()
    tasks.render(str(document.pk))
    transitions.ask_again(document.pk, by=asker)
    leaflet.error = None
    tasks.render(str(document.pk))
    document.refresh_from_db()
    assert document.is_ready


def test_a_killed_worker_is_noticed_and_the_sweep_has_it_made(
    document: Document, leaflet: Leaflet, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Killed: the claim was taken, nothing more was ever heard.
    assert transitions.claim(document.pk)
    monkeypatch.setattr(tasks.render, "apply_async", lambda args, **_: tasks.render(*args))
    assert periodic.sweep() == 0, "a living lease is respected"
    with clock.at(clock.now() + transitions.LEASE + timedelta(seconds=1)):
        assert periodic.sweep() == 1
    document.refresh_from_db()
    assert document.is_ready
    assert [event.reason for event in document.events.all()] == ["", "", "worker_died", "", ""]


def test_a_worker_that_keeps_dying_is_given_up(document: Document) -> None:
    for _attempt in range(transitions.MOST_ATTEMPTS):
        assert transitions.claim(document.pk)
        with clock.at(clock.now() + transitions.LEASE + timedelta(seconds=1)):
            transitions.release(document.pk)
    document.refresh_from_db()
    assert (document.state, document.failure) == ("failed", "worker_died")


def test_a_slow_worker_that_was_taken_over_stores_nothing(
    document: Document, leaflet: Leaflet, quick: None, private_folder: Path
) -> None:
    def taken_over() -> None:
        leaflet.during = None
        with clock.at(clock.now() + transitions.LEASE + timedelta(seconds=1)):
            transitions.release(document.pk)
            tasks.render(str(document.pk))

    leaflet.during = taken_over
    tasks.render(str(document.pk))
    document.refresh_from_db()
    assert document.is_ready
    stored = list(private_folder.rglob("*.pdf"))
    assert [str(path.relative_to(private_folder)) for path in stored] == [document.file_name]


def test_nobody_was_woken_so_the_sweep_wakes(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[Any] = []
    monkeypatch.setattr(tasks.render, "apply_async", lambda args, **_: woken.extend(args))
    assert periodic.sweep() == 0
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert periodic.sweep() == 1
    assert woken == [str(document.pk)]


def test_a_file_whose_time_is_out_is_removed_and_the_row_a_year_later(
    document: Document, quick: None, private_folder: Path
) -> None:
    tasks.render(str(document.pk))
    assert periodic.tidy() == 0
    with clock.at(clock.now() + timedelta(days=91)):
        assert periodic.tidy() == 1
    document.refresh_from_db()
    assert (document.state, document.file_name) == ("expired", "")
    assert not list(private_folder.rglob("*.pdf"))
    with clock.at(clock.now() + timedelta(days=366)):
        periodic.tidy()
    assert not Document.objects.exists()
