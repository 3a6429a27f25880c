"""Who sees which page; what the queue shows; one form that decides; two people at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import AuditEntry
from common import clock
from incidents import figures, services
from incidents.lifecycle import ReportStatus
from incidents.models import Report, ReportNote
from neighbourhoods.models import Organisation
from tests.factories.incidents import make_photo, make_report
from tests.shown_forms import fields_of

pytestmark = pytest.mark.django_db
QUEUE = "/samordning/anmalningar/"


def address(report: Report) -> str:
    return reverse("incidents:triage_detail", args=[report.number])


DESK = [QUEUE, f"{QUEUE}lista.csv", f"{QUEUE}lista.xlsx", f"{QUEUE}2020-1/"]


@pytest.mark.parametrize("page", DESK)
def test_desk_pages_are_for_those_who_see_every_report(client, page, agent, volunteer, police, coordinator, categories):
    make_report(number="2020-1")
    assert client.get(page).status_code == 302, "anonymous is asked to sign in"
    for person, status in ((agent, 404), (volunteer, 404), (police, 200), (coordinator, 200)):
        client.force_login(person)
        assert client.get(page).status_code == status, person
    assert client.delete(page).status_code == 405


POSTS = ["anmalare/", "foto/1/"]


@pytest.mark.parametrize("tail", POSTS)
def test_desk_actions_are_posted_by_those_who_may(client, tail, agent, police, coordinator, categories):
    report = make_report(number="2020-1", reporter_email="a@example.com")
    page = f"{QUEUE}2020-1/{tail.replace('1', str(make_photo(report).pk))}"
    assert client.post(page).status_code == 302
    for person in (agent, police):
        client.force_login(person)
        assert client.post(page).status_code == 404
    client.force_login(coordinator)
    assert client.get(page).status_code == 405
    assert client.post(page).status_code in (200, 302)


def test_police_read_but_do_not_decide_nor_see_who_reported(client, police, categories):
    report = make_report(reporter_email="hemlig@example.com")
    client.force_login(police)
    page = client.get(address(report)).content.decode()
    assert "hemlig@example.com" not in page and 'name="decision"' not in page
    assert client.post(address(report), {}).status_code == 404


def test_internal_notes_and_signed_replies_are_for_handlers(client, police, coordinator, categories):
    report = make_report()
    services.add_note(report=report, text="Internt om grannen", by=coordinator)
    services.answer(report=report, text="Vi tittar på det", by=coordinator)
    ReportNote.objects.create(report=report, audience="from", text="Tack! Hälsar Berit Prov")
    for person, is_shown in ((police, False), (coordinator, True)):
        client.force_login(person)
        page = client.get(address(report)).content.decode()
        assert "Vi tittar på det" in page
        assert ("Internt om grannen" in page) == ("Berit Prov" in page) == is_shown


def test_the_reporters_address_is_hidden_until_asked_and_the_asking_is_logged(client, coordinator, categories):
    report = make_report(reporter_email="hemlig@example.com")
    client.force_login(coordinator)
    assert "hemlig@example.com" not in client.get(address(report)).content.decode()
    assert not AuditEntry.objects.filter(action="report.reporter_read").exists()
    shown = client.post(reverse("incidents:show_reporter", args=[report.number]))
    assert "hemlig@example.com" in shown.content.decode()
    assert AuditEntry.objects.get(action="report.reporter_read").actor == coordinator


def filled(report: Report, **changes: str) -> dict[str, str]:
    return {"version": str(report.version), "category": report.category.code, "is_offensive": ""} | changes


def test_one_button_decides(client, coordinator, categories):
    report = make_report()
    client.force_login(coordinator)
    answer = client.post(address(report), filled(report, decision="police", message="Tack!", note="Internt"))
    assert answer.status_code == 302
    report.refresh_from_db()
    assert report.status == ReportStatus.PASSED_ON and report.notes.count() == 2
    assert report.events.get(kind="moved").reason == "passed_to_police"


@pytest.mark.parametrize(
    ("decision", "is_named"),
    [("", False), ("start", False), ("police", False), ("municipality", False), ("owner", True)],
)
def test_only_what_is_passed_on_to_an_owner_names_one(client, coordinator, categories, area, decision, is_named):
    area.owner = Organisation.objects.create(name="Hyresbostäder")
    area.save()
    report = make_report(area=area)
    client.force_login(coordinator)
    page = client.get(address(report)).content.decode()
    shown = {name: values[-1] for name, values in fields_of(page, "triage").items()}
    assert shown["organisation"] == str(area.owner.pk), "the form proposes the owner"
    assert client.post(address(report), shown | {"note": "Ringde dem.", "decision": decision}).status_code == 302
    report.refresh_from_db()
    assert (report.passed_to == area.owner) == is_named and (report.passed_to is None) != is_named
    told = client.get(reverse("incidents:follow", args=[services.follow_token(report.form_token)])).content.decode()
    assert ("Hyresbostäder" in told) == is_named


@pytest.mark.parametrize(
    ("passed", "reason", "words"),
    [
        ("police", "taken_by_police", "Avslutad: polisen har tagit över det"),
        ("municipality", "taken_by_municipality", "Avslutad: kommunens felanmälan har tagit över det"),
        ("owner", "taken_by_owner", "Hyresbostäder har tagit över"),
    ],
)
def test_what_is_passed_on_is_closed_as_that(client, coordinator, categories, mailoutbox, passed, reason, words):
    owner = Organisation.objects.create(name="Hyresbostäder")
    report = make_report(reporter_email="a@example.com", public_text="Färg.", released_at=clock.now())
    client.force_login(coordinator)
    assert client.post(address(report), filled(report, decision="taken_over")).status_code == 422, "not passed on"
    client.post(address(report), filled(report, decision=passed, organisation=str(owner.pk), public_text="Färg."))
    report.refresh_from_db()
    nobody = client.post(address(report), filled(report, decision="taken_over", public_text="Färg."))
    assert nobody.status_code == (422 if passed == "owner" else 302)
    if passed == "owner":
        client.post(
            address(report), filled(report, decision="taken_over", organisation=str(owner.pk), public_text="Färg.")
        )
    report.refresh_from_db()
    assert not report.is_open and report.events.filter(kind="moved").latest("pk").reason == reason
    page = client.get(reverse("incidents:follow", args=[services.follow_token(report.form_token)])).content.decode()
    assert words in page and "Vi följer det inte längre" in page and "Vi följer det inte" in mailoutbox[-1].body
    assert "utan åtgärd" not in page + mailoutbox[-1].body
    assert "har tagit över" in figures.as_public(Report.objects.filter(pk=report.pk))[0].state_words


def test_nobody_takes_over_what_is_not_passed_on(coordinator, categories):
    report = make_report()
    taken = services.Decision(report.category, to=ReportStatus.DECLINED, reason="taken_by_police")
    with pytest.raises(ValidationError):
        services.decide(report=report, decision=taken, by=coordinator, version=0)


def test_the_second_of_two_is_told_and_keeps_what_was_written(client, coordinator, categories):
    report = make_report()
    client.force_login(coordinator)
    stale = filled(report, decision="fixed", message="Mitt svar som inte får försvinna")
    services.add_note(report=report, text="x", by=coordinator)
    services.release(report=report, text="Färg", by=coordinator)
    answer = client.post(address(report), stale)
    page = answer.content.decode()
    report.refresh_from_db()
    assert answer.status_code == 422 and "Någon annan sparade" in page
    assert "Mitt svar som inte får försvinna" in page and report.status == "received"
    assert f'name="version" value="{report.version}"' in page


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "x"},
        {"version": ""},
        {"category": "nej"},
        {"decision": "reopen"},
        {"assignee": "999999"},
        {"note": "x" * 4001},
        {"decision": "no_action", "message": " "},
        {"decision": "ask", "message": ""},
        {"decision": "owner", "organisation": ""},
    ],
)
def test_bad_decisions_save_nothing(client, coordinator, categories, changes):
    report = make_report()
    client.force_login(coordinator)
    assert client.post(address(report), filled(report, message="Hej") | changes).status_code == 422
    report.refresh_from_db()
    assert report.version == 0 and not report.notes.exists()


def test_heaps_search_filters_and_order(client, coordinator, categories):
    now = clock.now()
    late = make_report(text="Klottersanering behövs", due_at=now - timedelta(hours=1))
    today = make_report("in_progress", category="litter", due_at=now + timedelta(minutes=1), place="Gröngatan")
    make_report("done", text="klart sedan länge")
    client.force_login(coordinator)

    def found(query: str) -> list[str]:
        return [report.number for report in client.get(f"{QUEUE}?{query}").context["page"].object_list]

    assert found("") == [late.number] and found("heap=late") == [late.number]
    assert found("heap=open") == [late.number, today.number] and len(found("heap=all")) == 3
    assert found("heap=all&q=klotter") == [late.number], "a part of a compound"
    assert found("heap=all&q=klottersaneringen") == [late.number], "another form of the word"
    assert found("heap=all&q=grongatan") == [] and found("heap=all&q=gröng") == [today.number]
    assert found(f"heap=all&q={late.number}") == [late.number]
    assert found("heap=open&category=litter") == [today.number]
    assert found("heap=finns-inte&sida=99&q=%00&sort=x") is not None


def test_as_many_queries_for_fifty_as_for_one(client, coordinator, categories, django_assert_max_num_queries):
    client.force_login(coordinator)
    counts = []
    for many in (1, 24):
        for _i in range(many):
            make_report()
        with django_assert_max_num_queries(40) as asked:
            client.get(QUEUE)
        counts.append(len(asked.captured_queries))
    assert counts[0] == counts[1]


def test_lists_for_excel_hold_no_reporter_and_no_formula(client, coordinator, categories):
    make_report(reporter_email="hemlig@example.com", place="=HYPERLINK(1)", text="hemlig text")
    client.force_login(coordinator)
    text = b"".join(client.get(f"{QUEUE}lista.csv").streaming_content).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text and "hemlig" not in text
    assert client.get(f"{QUEUE}lista.xlsx").content[:2] == b"PK"
    assert AuditEntry.objects.filter(action="report.export").count() == 2


def test_agents_see_their_own_area_only_and_words_only_after_release(
    client, area, other_area, agent, categories, coordinator
):
    own = make_report(
        area=area, district=area.district, text="Hemliga ord", place="Exakta gatan 7", reporter_email="a@example.com"
    )
    make_report(area=other_area, text="Andras", number="2020-999999")
    page = "/portal/anmalningar/"
    assert client.get(page).status_code == 302
    client.force_login(agent)
    before = client.get(page).content.decode()
    assert own.number in before and "2020-999999" not in before
    assert "Hemliga ord" not in before and "Exakta gatan" not in before and "a@example.com" not in before
    services.release(report=own, text="Släppta ord", by=coordinator)
    after = client.get(page).content.decode()
    assert "Släppta ord" in after and "Hemliga ord" not in after and "a@example.com" not in after
    client.force_login(coordinator)
    assert client.post(page).status_code == 405


def test_photos_are_served_in_scope_only(client, area, agent, other_agent, other_area, coordinator, police, categories):
    report = make_report(area=area)
    photo = make_photo(report)
    page = reverse("incidents:photo", args=[photo.token])
    assert client.get(page).status_code == 302

    def status(person: object) -> int:
        client.force_login(person)
        return int(client.get(page).status_code)

    assert (status(coordinator), status(police), status(agent), status(other_agent)) == (200, 200, 404, 404)
    services.release(report=report, text="x", by=coordinator)
    assert status(agent) == 404, "a released text is not a released photo"
    for _twice in range(2):
        client.force_login(coordinator)
        client.post(reverse("incidents:release_photo", args=[report.number, photo.pk]), {"released": "1"})
    assert report.events.filter(kind="photo_released").count() == 1, "two presses are one release"
    assert (status(agent), status(other_agent)) == (200, 404)
    assert client.get(reverse("incidents:photo", args=["0" * 32])).status_code == 404


def test_the_admin_changes_nothing_of_a_report_past_the_services():
    held = admin.site.get_model_admin(Report)
    shown = {name for row in held.fields for name in ([row] if isinstance(row, str) else row)}
    assert shown == set(held.readonly_fields)
