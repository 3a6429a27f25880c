"""One act on many reports: each row's fate is told, nothing of another's is overwritten."""

from __future__ import annotations

import pytest
from django.urls import reverse

from incidents.models import Report
from tests.factories.incidents import make_report

pytestmark = pytest.mark.django_db


def row(report: Report) -> str:
    return f"{report.pk}:{report.version}"


def test_each_row_is_told_and_a_changed_one_left(client, coordinator, categories):
    ready, changed, closed = make_report(), make_report(), make_report("done")
    stale = row(changed)
    Report.objects.filter(pk=changed.pk).update(version=5)
    client.force_login(coordinator)
    rows = [row(ready), stale, row(closed), "999999:0", "x", "1:1:1"]
    answer = client.post(reverse("incidents:many"), {"act": "start", "row": rows})
    assert answer.status_code == 200
    assert [fate.number for fate in answer.context["done"]] == [ready.number]
    assert {fate.number for fate in answer.context["left"]} == {changed.number, closed.number}
    for report, status in ((ready, "in_progress"), (changed, "received"), (closed, "done")):
        report.refresh_from_db()
        assert report.status == status
    assert ready.events.get(kind="moved").actor == coordinator


def test_the_same_press_twice_moves_once(client, coordinator, categories):
    report = make_report()
    client.force_login(coordinator)
    data = {"act": "police", "row": [row(report)]}
    client.post(reverse("incidents:many"), data)
    again = client.post(reverse("incidents:many"), data)
    assert [fate.number for fate in again.context["left"]] == [report.number]
    assert report.events.filter(kind="moved").count() == 1


def test_taking_many_as_ones_own(client, coordinator, categories):
    reports = [make_report(), make_report()]
    client.force_login(coordinator)
    client.post(reverse("incidents:many"), {"act": "take", "row": [row(report) for report in reports]})
    assert Report.objects.filter(assigned_to=coordinator).count() == 2


@pytest.mark.parametrize("data", [{"act": ""}, {"act": "nej"}, {"act": "no_action"}, {"act": "start", "row": ["x"]}])
def test_what_lacks_an_act_words_or_rows_is_asked_for(client, coordinator, categories, data):
    report = make_report()
    client.force_login(coordinator)
    assert client.post(reverse("incidents:many"), {"row": [row(report)]} | data).status_code == 422
    report.refresh_from_db()
    assert report.status == "received"


def test_only_handlers_act_and_see_the_boxes(client, police, agent, categories):
    report = make_report()
    for person in (police, agent):
        client.force_login(person)
        assert client.post(reverse("incidents:many"), {"act": "start", "row": [row(report)]}).status_code == 404
    client.force_login(police)
    assert 'name="row"' not in client.get(reverse("incidents:triage")).content.decode()
    report.refresh_from_db()
    assert report.status == "received"
