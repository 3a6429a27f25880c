"""A report comes in once, lands in its place, and is decided by one person at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry
from common import clock, form_tokens
from incidents import periodic, services
from incidents.lifecycle import ReportStatus
from incidents.models import Category, Destination, Forwarding, Photo, Report
from incidents.services import Decision, Position, Reporter
from incidents.transitions import ChangedMeanwhileError
from tests.factories.incidents import jpeg, make_photo, make_report
from tests.factories.neighbourhoods import make_municipality

pytestmark = pytest.mark.django_db


def send(form_token="", **changes):
    data = {
        "category": Category.objects.get(code="graffiti"),
        "text": "Färg på muren.",
        "place": Position("Muren", 59.201, 17.831),
    }
    return services.report_incident(services.Told(**data | changes), form_token=form_token or form_tokens.new())


def test_a_report_gets_number_place_deadline_and_link(categories, area):
    report, token = send(photos=[jpeg()])
    year = clock.today().year
    assert report.number == f"{year}-1" and send()[0].number == f"{year}-2"
    assert (report.area, report.district) == (area, area.district)
    assert report.due_at == report.received_at + timedelta(hours=48)
    assert services.by_follow_token(token) == report
    assert services.by_follow_token(token[:-1] + "x") is None and services.by_follow_token("") is None
    assert report.photos.get().width == 40
    assert [event.moved_to for event in report.events.all()] == ["received"]


def test_the_same_form_twice_is_one_report(categories, mailoutbox):
    token = form_tokens.new()
    first, link = send(form_token=token, reporter=Reporter(email="a@example.com"))
    second, same_link = send(form_token=token, reporter=Reporter(email="a@example.com"))
    assert first == second and link == same_link and Report.objects.count() == 1


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (Position("x", float("nan"), 17.8), "position"),
        (Position("x", 59.2, float("inf")), "position"),
        (Position("x", None, 17.8), "position"),
        (Position("swapped", 17.83, 59.2), "outside"),
        (Position("Zürich", 47.37, 8.54), "outside"),
        (Position("x", 591.0, 17.8), "outside"),
    ],
)
def test_bad_positions_are_refused_with_a_sentence(categories, place, code):
    make_municipality()
    with pytest.raises(ValidationError) as refused:
        send(place=place)
    assert refused.value.code == code and Report.objects.count() == 0


def test_a_time_ahead_of_us_is_refused(categories):
    with pytest.raises(ValidationError) as refused:
        send(occurred_at=clock.now() + timedelta(hours=1))
    assert refused.value.code == "future"


def test_a_made_up_form_token_is_refused(categories):
    with pytest.raises(ValidationError) as refused:
        send(form_token="x")
    assert refused.value.code == "form_token"


def test_a_category_can_ask_for_an_address(categories):
    Category.objects.filter(code="graffiti").update(is_anonymous_allowed=False)
    with pytest.raises(ValidationError) as refused:
        send()
    assert refused.value.code == "email_needed"


def test_nothing_is_half_saved(categories, monkeypatch):
    monkeypatch.setattr("incidents.transitions.record_received", lambda *_args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send(reporter=Reporter(email="a@example.com"))
    assert Report.objects.count() == 0
    monkeypatch.undo()
    assert send()[0].number.endswith("-1")


def test_one_number_of_a_source_once(categories):
    make_report(source="x", external_id="7")
    make_report(source="y", external_id="7")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_report(source="x", external_id="7")


def decision(report, **changes):
    return Decision(**{"category": report.category} | changes)


def test_one_press_judges_routes_answers_and_releases(categories, coordinator):
    report, _token = send(reporter=Reporter(email="a@example.com"))
    graffiti = report.category
    report = services.decide(
        report=report,
        by=coordinator,
        version=0,
        decision=decision(
            report, is_offensive=True, to=ReportStatus.PASSED_ON, reason="passed_to_owner", assignee=coordinator,
            message="Tack!", note="Ring först.", public_text="Färg på en mur.",
        ),
    )  # fmt: skip
    assert report.category.code == "graffiti-offensive" and report.category != graffiti
    assert report.status == "passed_on" and report.assigned_to == coordinator and report.public_text
    assert set(report.events.values_list("kind", flat=True)) == {"moved", "judged", "assigned", "noted", "released"}
    back = services.judge(report=report, category=report.category, is_offensive=False, by=coordinator)
    assert back.category == graffiti


def test_the_second_of_two_is_told_and_nothing_is_overwritten(categories, coordinator):
    report, _token = send()
    services.decide(report=report, by=coordinator, version=0, decision=decision(report, note="Först.", public_text="A"))
    with pytest.raises(ChangedMeanwhileError):
        services.decide(
            report=report, by=coordinator, version=0, decision=decision(report, to=ReportStatus.DONE, note="Sedan.")
        )
    report.refresh_from_db()
    assert (report.status, report.public_text) == ("received", "A")
    assert [note.text for note in report.notes.all()] == ["Först."]


def test_only_those_who_may_triage_are_given_reports(categories, coordinator, agent):
    with pytest.raises(ValidationError):
        services.assign(report=make_report(), to=agent, by=coordinator)


def test_reading_the_reporter_leaves_a_trace(coordinator):
    report = make_report(reporter_email="a@example.com")
    assert services.read_reporter(report=report, by=coordinator).email == "a@example.com"
    entry = AuditEntry.objects.filter(action="report.reporter_read").get()
    assert (entry.actor, entry.object_id) == (coordinator, str(report.pk))
    assert report.events.get().kind == "reporter_read"


def test_a_person_can_be_handed_out_and_erased(coordinator):
    report = make_report(reporter_email="A@example.com", reporter_name="Prov", text="Jag heter Prov.")
    services.release(report=report, text="Färg.", by=coordinator)
    here = {"latitude": 59.2, "longitude": 17.83, "language": "en"}
    Report.objects.filter(pk=report.pk).update(**here)
    parks = Destination.objects.create(name="Gatukontoret", email="gata@example.org")
    Forwarding.objects.create(report=report, destination=parks, their_number="77", their_answer="201 taken")
    [held] = services.export_person("a@example.com")
    assert held["number"] == report.number and here.items() <= held.items() and held["text_released"] == "Färg."
    assert (held["sent_on"][0]["their_number"], held["sent_on"][0]["their_answer"]) == ("77", "201 taken")
    assert services.erase_person("a@example.com") == 1
    report.refresh_from_db()
    assert report.reporter_email == report.reporter_name == report.text == ""
    assert services.export_person("a@example.com") == []


def test_photos_of_a_form_that_never_came_are_tidied(db):
    token = form_tokens.new()
    assert services.keep_photos(form_token=token, photos=[jpeg()] * 7) == 5
    Photo.objects.update(added_at=clock.now() - timedelta(days=2))
    fresh = make_photo(None, form_token=form_tokens.new())
    names = list(Photo.objects.exclude(pk=fresh.pk).values_list("name", flat=True))
    assert periodic.tidy() == 5
    assert Photo.objects.get() == fresh and not any(default_storage.exists(name) for name in names)
