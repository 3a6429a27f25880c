"""Rules propose, a person sends: what leaves, what comes back, what a rule would have taken."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from common import clock
from incidents import figures, services
from incidents.lifecycle import FORWARDING_MOVES, ForwardingStatus
from incidents.models import Destination, Forwarding, RoutingRule
from post.slots import THREADS, Reply, ThreadGoneError
from tests.factories.incidents import make_category, make_report

pytestmark = pytest.mark.django_db


S = ForwardingStatus
ALLOWED = {(S.SENT, S.ANSWERED), (S.QUEUED, S.SENT), (S.QUEUED, S.REFUSED), (S.QUEUED, S.UNCLEAR)}


@pytest.fixture
def parks(db: None) -> Destination:
    return Destination.objects.create(name="Gatukontoret", kind="municipality", email="gata@example.org")


def make_rule(destination: Destination, **fields: Any) -> RoutingRule:
    fields = {"name": "Regel", "destination": destination, "published_at": clock.now()} | fields
    return RoutingRule.objects.create(**fields)


@pytest.mark.parametrize(
    ("fields", "text", "hour", "expected"),
    [
        ({}, "x", 12, True),
        ({"words": "lampa, stolpe"}, "Trasig Lampan vid vägen", 12, True),
        ({"words": "lampa"}, "Bollampa", 12, False),
        ({"words": "(["}, "Inget", 12, False),
        ({"from_hour": 22, "to_hour": 6}, "x", 23, True),
        ({"from_hour": 22, "to_hour": 6}, "x", 12, False),
        ({"from_hour": 8, "to_hour": 17}, "x", 17, False),
        ({"from_hour": 5, "to_hour": 5}, "x", 12, True),
    ],
)
def test_words_and_hours(parks, categories, fields, text, hour, expected):
    received = clock.local(clock.now()).replace(hour=hour, minute=0)
    report = make_report(text=text, received_at=received)
    assert (figures.proposed(report, [make_rule(parks, **fields)]) is not None) == expected


def test_the_lowest_rank_is_asked_first_and_drafts_never(parks, categories, area, other_area):
    report = make_report(area=area, district=area.district)
    make_rule(parks, name="Utkast", rank=1, published_at=None)
    elsewhere = make_rule(parks, name="Annat slag", rank=2)
    elsewhere.categories.add(make_category("litter"))
    make_rule(parks, name="Annan kommundel", rank=3, district=other_area.district)
    make_rule(parks, name="Annat område", rank=4, area=other_area)
    here = make_rule(parks, name="Här", rank=4, area=area)
    make_rule(parks, name="Alla", rank=5)
    assert figures.proposed(report, RoutingRule.objects.in_force()) == here


def test_a_rule_is_tried_on_real_reports_before_it_is_published(client, coordinator, parks, categories):
    taken, _other, _example = (
        make_report(category="litter"),
        make_report(),
        make_report(category="litter", is_example=True),
    )
    client.force_login(coordinator)
    data = {"name": "Skräp", "destination": parks.pk, "categories": [taken.category_id], "version": "0"}
    data |= {"from_hour": "0", "to_hour": "24", "rank": "10"}
    client.post(reverse("incidents:new_rule"), data)
    rule = RoutingRule.objects.get()
    page = client.get(reverse("incidents:rule", args=[rule.pk]))
    assert [tried.report for tried in page.context["trial"].taken] == [taken]
    assert not RoutingRule.objects.in_force()
    client.post(reverse("incidents:publish_rule", args=[rule.pk]), {"version": "7"})
    assert not RoutingRule.objects.in_force(), "another version is not published"
    client.post(reverse("incidents:publish_rule", args=[rule.pk]), {"version": str(rule.version)})
    assert list(RoutingRule.objects.in_force()) == [rule]
    rule.refresh_from_db()
    again = client.post(reverse("incidents:rule", args=[rule.pk]), data | {"version": "0", "name": "Skrivet över"})
    assert again.status_code == 422 and list(RoutingRule.objects.in_force()) == [rule]
    client.post(reverse("incidents:rule", args=[rule.pk]), data | {"version": str(rule.version)})
    assert not RoutingRule.objects.in_force(), "what is changed is a draft again"


def sent_on(client: Any, report: Any, destination: Destination, **changes: str) -> Any:
    data = {"version": str(report.version), "destination": str(destination.pk), "text": "Lampan är sönder."}
    return client.post(reverse("incidents:forward", args=[report.number]), data | changes)


def test_sending_on_mails_once_and_names_no_reporter(client, coordinator, parks, categories):
    report = make_report(reporter_email="hemlig@example.com", reporter_name="Berit Prov")
    rule = make_rule(parks)
    client.force_login(coordinator)
    page = client.get(reverse("incidents:forward", args=[report.number]))
    words = page.context["form"].initial["text"]
    assert report.number in words and "hemlig" not in words and "Berit" not in words
    assert page.context["form"].initial["destination"] == parks.pk
    assert sent_on(client, report, parks).status_code == 302
    assert sent_on(client, report, parks).status_code == 422, "the same press again"
    [sending] = Forwarding.objects.all()
    assert (sending.rule, sending.sent_by) == (rule, coordinator)
    report.refresh_from_db()
    assert report.status == "passed_on" and report.events.get(kind="moved").reason == "passed_to_municipality"
    to_parks = [each for each in mail.outbox if each.to == ["gata@example.org"]]
    assert len(to_parks) == 1 and "Lampan är sönder." in to_parks[0].body


def test_by_hand_mails_nobody_and_the_case_number_is_kept(client, coordinator, categories):
    police = Destination.objects.create(name="Polisen", kind="police", way="by_hand")
    report = make_report()
    client.force_login(coordinator)
    sent_on(client, report, police)
    sending = report.forwardings.get()
    client.post(reverse("incidents:their_number", args=[sending.pk]), {"their_number": " 5000-K1-26\x00 "})
    sending.refresh_from_db()
    assert sending.their_number == "5000-K1-26" and not mail.outbox
    assert set(report.events.values_list("kind", flat=True)) == {"forwarded", "moved", "numbered"}
    theirs = reverse("incidents:their_number", args=[sending.pk])
    for seen, kept in (("", "5000-K1-26"), ("5000-K1-26", "K2")):
        client.post(theirs, {"their_number": "K2", "seen": seen})
        sending.refresh_from_db()
        assert sending.their_number == kept


def test_a_second_call_to_the_police_leaves_the_first_number_in_the_history(coordinator, categories):
    Destination.objects.create(name="Polisen", kind="police", way="by_hand")
    report = make_report()
    for number in ("5000-K1-26", "5000-K1-26", "5000-K2-26"):
        services.note_police_number(report=report, number=number, by=coordinator)
    assert report.forwardings.get().their_number == "5000-K2-26"
    first, second = report.events.filter(kind="numbered").order_by("pk")
    assert first.note is None
    assert "5000-K1-26" in second.note.text and "5000-K2-26" in second.note.text


@pytest.mark.parametrize("case", ["closed", "empty", "not_in_use"])
def test_what_can_not_be_sent_on_says_why(client, coordinator, parks, categories, case):
    report = make_report("done" if case == "closed" else "received")
    Destination.objects.update(is_active=case != "not_in_use")
    client.force_login(coordinator)
    assert sent_on(client, report, parks, **({"text": " "} if case == "empty" else {})).status_code == 422
    assert not Forwarding.objects.exists() and not mail.outbox


def reply(text: str) -> Reply:
    return Reply("gata@example.org", "Sv", text, text, (), clock.now())


def test_their_answer_comes_to_the_report_for_handlers_only(coordinator, parks, categories):
    report = make_report()
    sending = services.forward(report=report, destination=parks, by=coordinator, version=0, text="Se hit.")
    thread = THREADS.get("incidents:forwarding")
    thread.receive(str(sending.pk), reply("Klart, ring 070-123 45 67."))
    sending.refresh_from_db()
    report.refresh_from_db()
    note = report.notes.get()
    assert sending.status == "answered" and report.reply_waits_since is not None
    assert note.audience == "internal" and "Klart" in note.text and "070" not in note.text
    thread.receive(str(sending.pk), reply("En rad till."))
    assert report.notes.count() == 2
    for unknown in ("999999", "x"):
        with pytest.raises(ThreadGoneError):
            thread.receive(unknown, reply("Hej"))
    assert thread.find(report.number, coordinator) == str(sending.pk)
    assert report.number in thread.link(str(sending.pk), coordinator).title


def test_every_pair_of_states():
    for here in ForwardingStatus:
        for there in ForwardingStatus:
            assert (there in FORWARDING_MOVES[here]) == ((here, there) in ALLOWED)


def test_erasing_the_reporter_takes_what_was_sent(coordinator, parks, categories):
    report = make_report(reporter_email="hemlig@example.com")
    services.forward(report=report, destination=parks, by=coordinator, version=0, text="Hemliga ord.")
    services.erase_person("hemlig@example.com")
    assert report.forwardings.get().text == ""
    services.erase_person("gata@example.org")
    assert not Destination.objects.usable().exists()


def test_as_many_queries_for_many_as_for_one(client, coordinator, parks, categories, django_assert_max_num_queries):
    client.force_login(coordinator)
    counts = []
    for many in (1, 24):
        for _each in range(many):
            rule = make_rule(parks)
            make_report()
        with django_assert_max_num_queries(60) as asked:
            client.get(reverse("incidents:routes"))
            client.get(reverse("incidents:rule", args=[rule.pk]))
        counts.append(len(asked.captured_queries))
    assert counts[0] == counts[1]
