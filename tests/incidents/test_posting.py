"""A report sent on to another system: tried again while that is safe, never twice, and what they say comes back."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.core.exceptions import ValidationError

from common import clock, crypto, outgoing
from incidents import services, tasks
from incidents.lifecycle import ForwardingStatus, ReportStatus
from incidents.models import Destination, Forwarding, ReportEvent
from incidents.sending import open311, posting
from incidents.sending.open311 import Fate, Outcome, Remote
from tests.factories.incidents import make_report

pytestmark = pytest.mark.django_db

TAKEN, UNKNOWN, LATER = Outcome(Fate.TAKEN, number="77", answer="201"), Outcome(Fate.UNKNOWN), Outcome(Fate.LATER)
REFUSED = Outcome(Fate.REFUSED, answer="403 no such key")


@pytest.fixture
def theirs(db: None) -> Destination:
    return Destination.objects.create(
        name="Regionen", way="open311", address="https://open311.example.org/v2", service_code="7",
        key_sealed=crypto.encrypt(b"nyckel"),
    )  # fmt: skip


@pytest.fixture
def sending(theirs, coordinator) -> Forwarding:
    return services.forward(report=make_report(), destination=theirs, by=coordinator, version=0, text="En lampa.")


@pytest.fixture
def answers(monkeypatch):
    """Let the other system answer as the test says; returns what it was asked."""
    said, asked = [], []

    def send(report, text, server, *, service_code, was_unknown=False):
        asked.append((text, server.api_key, service_code, was_unknown))
        return said.pop(0)

    monkeypatch.setattr(open311, "send", send)
    return said, asked


def tried(sending: Forwarding, later: timedelta = timedelta()) -> Forwarding:
    with clock.at(clock.now() + later):
        tasks.post_forwarding(sending.pk)
    sending.refresh_from_db()
    return sending


def test_it_leaves_once_and_keeps_their_number(sending, answers):
    said, asked = answers
    assert sending.report.forwardings.get().status == ForwardingStatus.QUEUED
    said.append(TAKEN)
    assert tried(sending).status == ForwardingStatus.SENT
    assert (sending.their_number, sending.their_answer) == ("77", "201")
    tried(sending, timedelta(days=1))
    assert asked == [("En lampa.", "nyckel", "7", False)]


def test_a_call_that_never_left_is_made_again_later(sending, answers):
    said, asked = answers
    said.extend([LATER, TAKEN])
    assert tried(sending).status == ForwardingStatus.QUEUED
    tried(sending)
    assert len(asked) == 1
    assert services.wake_for_forwardings() == 0
    assert tried(sending, timedelta(hours=1)).status == ForwardingStatus.SENT
    assert [known for *_rest, known in asked] == [False, False]


def test_a_lost_answer_is_asked_for_and_ends_with_a_person(sending, answers):
    said, asked = answers
    said.extend([UNKNOWN, LATER, UNKNOWN, UNKNOWN])
    for hours in range(4):
        tried(sending, timedelta(hours=hours))
    assert [known for *_rest, known in asked] == [False, True, True, True]
    assert sending.status == ForwardingStatus.UNCLEAR
    assert sending.report.events.filter(kind=ReportEvent.Kind.FORWARDING_FAILED).count() == 1
    assert type(sending.report).objects.with_reply().exists()


def test_a_worker_that_dies_under_way_does_not_know(sending, monkeypatch):
    def dies(*_words, **_more):
        raise SystemExit

    monkeypatch.setattr(open311, "send", dies)
    with pytest.raises(SystemExit):
        posting.post(sending.pk)
    sending.refresh_from_db()
    assert sending.may_have_arrived
    assert not posting.post(sending.pk)


def test_a_refusal_waits_for_a_person(sending, answers):
    answers[0].append(REFUSED)
    assert tried(sending).status == ForwardingStatus.REFUSED
    assert "no such key" in sending.their_answer
    sending.report.refresh_from_db()
    assert sending.report.reply_waits_since is not None


def test_what_they_close_comes_back(sending, answers, monkeypatch):
    answers[0].append(Outcome(Fate.TAKEN, token="t"))
    tried(sending)
    stands = [Remote(True, ""), Remote(False, "Lagat. Ring 070-123 45 67")]
    monkeypatch.setattr(open311, "number_of_token", lambda token, _server: "88" if token == "t" else "")
    monkeypatch.setattr(open311, "status_of", lambda _number, _server: stands.pop(0))
    assert services.ask_where_they_stand() == 0
    assert services.ask_where_they_stand() == 0
    with clock.at(clock.now() + timedelta(hours=2)):
        assert services.ask_where_they_stand() == 1
    sending.refresh_from_db()
    assert (sending.status, sending.their_number) == (ForwardingStatus.ANSWERED, "88")
    note = sending.report.notes.get()
    assert "Lagat." in note.text
    assert "070-123" not in note.text
    sending.report.refresh_from_db()
    assert sending.report.status == ReportStatus.PASSED_ON


def test_a_destination_needs_address_and_code_and_keeps_its_key_secret(client, coordinator, theirs):
    client.force_login(coordinator)
    where = f"/samordning/anmalningar/vagar/mottagare/{theirs.pk}/"
    assert "nyckel" not in client.get(where).content.decode()
    sent = {"name": "Regionen", "kind": "owner", "way": "open311", "address": theirs.address, "is_active": "on"}
    assert client.post(where, sent).status_code == 422
    assert client.post(where, sent | {"service_code": "8"}).status_code == 302
    theirs.refresh_from_db()
    assert posting.server_of(theirs).api_key == "nyckel"
    client.post(where, sent | {"service_code": "8", "key": "ny"})
    theirs.refresh_from_db()
    assert posting.server_of(theirs).api_key == "ny"
    theirs.service_code = ""
    with pytest.raises(ValidationError) as refused:
        services.forward(report=make_report(), destination=theirs, by=coordinator, version=0, text="x")
    assert refused.value.code == "no_address"


def test_the_place_in_the_reporters_words_leaves_only_where_there_is_no_position(monkeypatch):
    left = []
    taken = outgoing.Answer(201, b'[{"service_request_id": "77"}]', {})
    monkeypatch.setattr(outgoing, "call", lambda call: left.append(parse_qs(call.body.decode())) or taken)
    server = open311.Server("https://open311.example.org/v2", "nyckel")
    for place in ({"latitude": 59.2, "longitude": 17.83}, {}):
        report = make_report(place="Hos Berit, 2 tr", **place)
        assert open311.send(report, "En lampa.", server, service_code="7").fate == Fate.TAKEN
    assert [fields.get("address_string") for fields in left] == [None, ["Hos Berit, 2 tr"]]
    assert left[0]["lat"] == ["59.200000"]
