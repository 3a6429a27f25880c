"""Asking for a document: who may, once for a double tap, and with the broker away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections, transaction
from django.http import Http404

from accounts.models import User
from common import clock
from documents import services, tasks, transitions
from documents.lifecycle import MOVES, DocumentState, Failure
from documents.models import Document, DocumentEvent
from tests.documents.conftest import person
from tests.documents.kinds import Leaflet

pytestmark = pytest.mark.django_db


def ask(by: User, **changes: str) -> Document:
    return services.request_document(**{"kind": "leaflet", "subject": "7", **changes}, by=by)  # type: ignore[arg-type]


def test_a_request_is_a_row_with_its_first_event_and_wakes_a_worker(
    asker: User, leaflet: Leaflet, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    woken: list[str] = []
    monkeypatch.setattr(tasks.render, "apply_async", lambda args, **_: woken.extend(args))
    with django_capture_on_commit_callbacks(execute=True):
        document = ask(asker)
    assert (document.state, document.title, document.requested_by) == ("requested", "Ett blad", asker)
    assert list(document.events.values_list("moved_from", "moved_to", "actor")) == [("", "requested", asker.pk)]
    assert woken == [str(document.pk)]


def test_a_broker_that_is_away_costs_nothing_but_time(
    asker: User, leaflet: Leaflet, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def away(*_args: Any, **_kwargs: Any) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.render, "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        document = ask(asker)
    assert Document.objects.get(pk=document.pk).state == DocumentState.REQUESTED


def test_the_same_request_within_a_minute_is_one(asker: User, leaflet: Leaflet) -> None:
    first = ask(asker)
    assert ask(asker) == first
    assert ask(asker, subject="8") != first
    assert ask(asker, language="en") != first
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert ask(asker) != first


def test_after_a_failure_a_new_request_is_a_new_document(asker: User, leaflet: Leaflet) -> None:
    first = ask(asker)
    held = transitions.claim(first.pk)
    assert held
    transitions.fail(held, Failure.BROKEN)
    assert ask(asker) != first


def test_another_person_gets_a_document_of_their_own(asker: User, stranger: User, leaflet: Leaflet) -> None:
    leaflet.requesters.add(stranger.pk)
    assert ask(asker) != ask(stranger)


def test_who_may_not_ask_is_refused(asker: User, stranger: User, leaflet: Leaflet) -> None:
    with pytest.raises(PermissionDenied):
        ask(stranger)
    without = person("without@example.com")
    leaflet.requesters.add(without.pk)
    with pytest.raises(PermissionDenied):
        ask(without)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"), [({"kind": "nothing"}, "unknown_kind"), ({"subject": "gone"}, "subject_gone")]
)
def test_what_cannot_be_made_is_said(asker: User, leaflet: Leaflet, changes: dict[str, str], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ask(asker, **changes)
    assert refused.value.code == code


def test_reading_follows_the_kind_not_the_past(asker: User, stranger: User, overseer: User, leaflet: Leaflet) -> None:
    document = ask(asker)
    assert services.readable(asker, document.pk) == document
    assert services.readable(overseer, document.pk) == document
    with pytest.raises(Http404):
        services.readable(stranger, document.pk)
    leaflet.readers = {stranger.pk}
    assert services.readable(stranger, document.pk) == document
    with pytest.raises(Http404):
        services.readable(asker, document.pk)


def test_where_no_kind_is_left_only_the_asker_reads(asker: User, stranger: User, leaflet: Leaflet) -> None:
    document = ask(asker)
    document.kind = "abolished"
    assert services.may_read(asker, document)
    assert not services.may_read(stranger, document)


def test_lists_start_from_scope(asker: User, stranger: User, overseer: User, leaflet: Leaflet) -> None:
    document = ask(asker)
    assert list(Document.objects.visible_to(asker)) == [document]
    assert list(Document.objects.visible_to(overseer)) == [document]
    assert not Document.objects.visible_to(stranger).exists()


@pytest.mark.parametrize("here", DocumentState)
@pytest.mark.parametrize("there", DocumentState)
def test_every_pair_of_states(asker: User, here: DocumentState, there: DocumentState) -> None:
    now = clock.now()
    document = Document.objects.create(
        kind="leaflet", title="x", requested_by=asker, state=here, file_name="f", sha256="a", bytes=1, pages=1,
        ready_at=now, claim="00000000-0000-0000-0000-000000000001", lease_until=now,
    )  # fmt: skip
    allowed = there in MOVES[here]
    try:
        with transaction.atomic():
            transitions._move(document, there)
        moved = True
    except ValidationError:
        moved = False
    assert moved is allowed
    assert DocumentEvent.objects.filter(moved_from=here, moved_to=there).exists() is allowed


@pytest.mark.django_db(transaction=True)
def test_a_double_tap_at_the_same_moment_is_one_document(asker: User, leaflet: Leaflet) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def tap(_number: int) -> str:
        try:
            return str(ask(asker).pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(tap, range(4)))) == 1
