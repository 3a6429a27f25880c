"""The area summary with every room's section in it, made as a worker makes it and by a real worker that is killed."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import page as pdf_page
import pytest
from django.core.files.storage import default_storage

from accounts import roles
from accounts.models import User
from common import clock
from documents import periodic, services, tasks, transitions
from documents.lifecycle import DocumentState
from documents.models import Document
from neighbourhoods.models import Area
from neighbourhoods.slots import AREA_SECTIONS
from tests.factories import accounts as people
from tests.factories import neighbourhoods as places
from tests.fixtures.processes import CeleryWorker, wait_for


@pytest.fixture
def area(db: None) -> Area:
    places.make_municipality()
    return places.make_area("Exempelgården", boundary=places.square())


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_rooms_section_together_is_valid(
    area: Area, coordinator: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    assert len(list(AREA_SECTIONS)) >= 2
    monkeypatch.setattr(tasks.render, "apply_async", lambda *_args, **_kwargs: None)
    document = services.request_document(kind="area_summary", subject=str(area.pk), by=coordinator, language=language)
    tasks.render(str(document.pk))
    document.refresh_from_db()
    assert document.state == DocumentState.READY
    path = tmp_path / "summary.pdf"
    with default_storage.open(document.file_name) as file:
        path.write_bytes(file.read())
    report = pdf_page.validate_pdf(str(path), profile=pdf_page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, str(report)


@pytest.mark.django_db
def test_an_agent_has_the_own_area_only(area: Area, monkeypatch: pytest.MonkeyPatch, client: Any) -> None:
    monkeypatch.setattr(tasks.render, "apply_async", lambda *_args, **_kwargs: None)
    own, other = people.person(roles.CONTACT_AGENT), people.person(roles.CONTACT_AGENT)
    places.make_agent(area, own)
    places.make_agent(places.make_area(), other)
    client.force_login(other)
    assert client.post("/dokument/bestall/", {"kind": "area_summary", "subject": area.pk}).status_code == 403
    client.force_login(own)
    where = client.post("/dokument/bestall/", {"kind": "area_summary", "subject": area.pk})["Location"]
    assert client.get(where).status_code == 200
    client.force_login(other)
    assert client.get(where).status_code == 404


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_killed_at_work_loses_nothing(
    celery_worker: CeleryWorker, settings: Any, private_folder: Path
) -> None:
    who = people.person(roles.SAFETY_COORDINATOR)
    area = places.make_area("Exempelgården", boundary=places.square())
    document = services.request_document(kind="area_summary", subject=str(area.pk), by=who)

    def state() -> str:
        return Document.objects.values_list("state", flat=True).get(pk=document.pk)

    wait_for(lambda: state() == DocumentState.RENDERING, what="the worker to take it")
    celery_worker.kill()
    assert state() == DocumentState.RENDERING, "killed in the middle of it"
    with clock.at(clock.now() + transitions.LEASE + timedelta(seconds=1)):
        assert periodic.sweep() == 1
    celery_worker.start()
    with contextlib.suppress(pytest.fail.Exception):
        wait_for(lambda: state() == DocumentState.READY, seconds=15, what="the next worker to make it")
    if Document.objects.filter(pk=document.pk, attempts=1).exists():  # nobody was woken: the sweep comes each minute
        with clock.at(clock.now() + transitions.LEASE + timedelta(seconds=1)):
            periodic.sweep()
    wait_for(lambda: state() == DocumentState.READY, seconds=30, what="the next worker to make it")
    document.refresh_from_db()
    assert document.attempts == 2
    stored = Path(settings.PRIVATE_ROOT) / document.file_name
    assert stored.stat().st_size == document.bytes
    stored.unlink()
