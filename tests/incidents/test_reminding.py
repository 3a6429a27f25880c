"""What time brings: handlers are told of what is late, those above a working day later, reporters are asked once."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import roles
from common import clock
from incidents import services
from incidents.lifecycle import ReportStatus
from incidents.models import ReportEvent
from tests.factories.accounts import person
from tests.factories.incidents import make_category, make_report

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 30, 9, 5, tzinfo=clock.STOCKHOLM)


def late(**fields):
    return make_report(**{"received_at": MONDAY - timedelta(days=3), "due_at": MONDAY - timedelta(hours=1)} | fields)


def test_who_handles_a_late_report_is_told_once(coordinator, agent):
    mine, nobodys = late(assigned_to=coordinator), late(text="Kim Ek")
    other = person(roles.SECURITY_COORDINATOR)
    late(is_example=True)
    assert services.tell_of_late(MONDAY) == 2
    assert {sent.to[0] for sent in mail.outbox} == {coordinator.email, other.email}
    told = {sent.to[0]: sent.body for sent in mail.outbox}
    assert mine.number in told[coordinator.email]
    assert nobodys.number in told[coordinator.email]
    assert mine.number not in told[other.email]
    assert not any("Kim Ek" in sent.body for sent in mail.outbox)
    assert services.tell_of_late(MONDAY + timedelta(hours=1)) == 0


def test_a_working_day_later_those_above_are_told_and_never_at_night(coordinator):
    chief = person(roles.CHIEF_OF_SECURITY)
    late(assigned_to=coordinator)
    assert services.tell_of_late(MONDAY.replace(hour=20)) == 0
    with clock.at(MONDAY):
        services.tell_of_late()
    mail.outbox.clear()
    assert services.tell_of_late(MONDAY + timedelta(hours=7)) == 0
    assert services.tell_of_late(MONDAY + timedelta(days=1)) == 1
    assert [sent.to[0] for sent in mail.outbox] == [chief.email]


def test_a_new_time_is_a_new_promise(coordinator):
    report = late(assigned_to=coordinator)
    with clock.at(MONDAY):
        assert services.tell_of_late() == 1
    report.due_at = MONDAY + timedelta(hours=1)
    report.save()
    assert services.tell_of_late(MONDAY + timedelta(hours=2)) == 1


def test_a_late_report_is_named_to_nobody_who_may_not_see_its_kind(coordinator):
    other, chief = person(roles.SECURITY_COORDINATOR), person(roles.CHIEF_OF_SECURITY)
    kept = make_category("suspicious", publishing="counts")
    kept.seen_by.set(chief.groups.all())
    report = late(category=kept, assigned_to=coordinator)
    late(assigned_to=coordinator)
    assert services.tell_of_late(MONDAY) == 2
    assert [sent.to[0] for sent in mail.outbox if report.number in sent.body] in ([], [chief.email])
    assert [sent.to[0] for sent in mail.outbox if other.email in sent.to] == []
    with pytest.raises(ValidationError) as refused:
        services.assign(report=report, to=other, by=chief)
    assert refused.value.code == "may_not_see"


def closed(**fields):
    at = MONDAY - timedelta(days=6)
    return make_report(ReportStatus.DONE, **{"received_at": at, "reporter_email": "kim@example.org"} | fields)


def test_whoever_reported_is_asked_once(client, coordinator):
    report = closed()
    closed(reporter_email="")
    closed(received_at=MONDAY - timedelta(days=2))
    closed(merged_into=report)
    assert services.ask_how_it_went(MONDAY) == 1
    assert services.ask_how_it_went(MONDAY) == 0
    assert mail.outbox[0].to == ["kim@example.org"]
    token = services.follow_token(report.form_token)
    assert f"/arende/{token}/" in mail.outbox[0].body
    assert re.search(r"hjalpte", client.get(reverse("incidents:follow", args=[token])).content.decode())
    client.post(reverse("incidents:helped", args=[token]))
    client.post(reverse("incidents:helped", args=[token]))
    assert report.events.filter(kind=ReportEvent.Kind.HELPED).count() == 1
    client.post(reverse("incidents:not_fixed", args=[token]))
    report.refresh_from_db()
    assert report.status == ReportStatus.RECEIVED
    services.move_report(report=report, to=ReportStatus.DONE, by=coordinator, reason="fixed")
    page = client.get(reverse("incidents:follow", args=[token])).content.decode()
    assert "hjalpte" in page, "that it helped before says nothing of now"
    assert client.post(reverse("incidents:helped", args=["hittepa"])).status_code == 404
