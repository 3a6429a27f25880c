"""Handlers' own tools: saved filters, standard texts, urgency, kinds that only some roles see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from common import clock
from grannstod import figures as patrols
from incidents import cards, services, slots_filled
from incidents.lifecycle import ReportStatus
from incidents.models import Destination, Forwarding, Report, ReportEvent, SavedFilter, StandardText
from post.slots import THREADS
from tests.factories.grannstod import make_patrol
from tests.factories.incidents import make_category, make_report

pytestmark = pytest.mark.django_db

QUEUE = "/samordning/anmalningar/"


def test_a_filter_is_saved_under_a_name_and_is_one_s_own(client, coordinator, police):
    client.force_login(coordinator)
    client.post(f"{QUEUE}filter/?heap=late&sort=new", {"name": "Sena"})
    client.post(f"{QUEUE}filter/?heap=late&sort=old", {"name": "Sena"})
    saved = SavedFilter.objects.get()
    assert (saved.user, saved.query) == (coordinator, "heap=late&sort=old")
    assert "?heap=late&amp;sort=old" in client.get(QUEUE).content.decode()
    client.force_login(police)
    assert "Sena" not in client.get(QUEUE).content.decode()
    client.post(f"{QUEUE}filter/", {"remove": str(saved.pk)})
    assert SavedFilter.objects.exists()
    client.force_login(coordinator)
    client.post(f"{QUEUE}filter/", {"remove": str(saved.pk)})
    assert not SavedFilter.objects.exists()


def test_filters_have_names_and_an_end(coordinator, monkeypatch):
    monkeypatch.setattr("incidents.services.desk.MOST_FILTERS", 1)
    for name, code in (("Ett", None), (" \x00", "empty"), ("Två", "too_many"), ("Ett", None)):
        try:
            services.save_filter(user=coordinator, name=name, query="")
        except services.desk.ValidationError as error:
            assert error.code == code
        else:
            assert code is None


def test_a_standard_text_is_filled_in_and_nothing_is_saved(client, coordinator):
    text = StandardText.objects.create(
        name="Tack", text="Tack för {nummer} om {slag} vid {plats}.", english="Thank you for {nummer}."
    )
    report = make_report(place="Torget {slag}")
    client.force_login(coordinator)
    sent = {"version": "0", "category": "graffiti", "message": "Hej!", "standard_text": text.pk, "fill": ""}
    page = client.post(f"{QUEUE}{report.number}/", sent)
    assert page.status_code == 200
    words = page.context["form"]["message"].value()
    assert words == f"Hej!\n\nTack för {report.number} om Graffiti vid Torget {{slag}}."
    assert not report.events.exists()
    assert services.filled_in(text, make_report(language="en")).startswith("Thank you")
    assert client.post(f"{QUEUE}{report.number}/", sent | {"standard_text": "9" * 30}).status_code == 200


def test_a_standard_text_names_only_what_can_be_filled_in(client, coordinator):
    client.force_login(coordinator)
    sent = {"name": "Tack", "text": "Hej {namn}", "is_active": "on"}
    refused = client.post(f"{QUEUE}standardtexter/ny/", sent)
    assert refused.status_code == 422
    assert "namn" in refused.content.decode()
    assert client.post(f"{QUEUE}standardtexter/ny/", sent | {"text": "Hej {slag}"}).status_code == 302
    assert StandardText.objects.get().text == "Hej {slag}"


def test_urgency_is_decided_and_has_its_heap(client, coordinator):
    report, other = make_report(), make_report()
    client.force_login(coordinator)
    sent = {"version": "0", "category": "graffiti", "priority": "3"}
    assert client.post(f"{QUEUE}{report.number}/", sent).status_code == 302
    assert report.events.get(kind=ReportEvent.Kind.PRIORITY).actor == coordinator
    page = client.get(QUEUE, {"heap": "urgent"}).content.decode()
    assert report.number in page
    assert other.number not in page
    client.get(QUEUE, {"handler": str(coordinator.pk)})
    services.move_report(report=report, to=ReportStatus.DONE, by=coordinator)
    assert not Report.objects.urgent().exists()


def test_a_kind_kept_to_some_roles_is_nowhere_for_others(client, coordinator, police, agent):
    kept = make_report(category="suspicious")
    make_report()
    make_category("suspicious").seen_by.set(Group.objects.filter(user=coordinator))
    assert Report.objects.visible_to(coordinator).count() == 2
    assert Report.objects.visible_to(police).count() == 1
    assert not Report.objects.visible_to(agent).exists()
    client.force_login(police)
    assert client.get(f"{QUEUE}{kept.number}/").status_code == 404
    assert kept.number not in client.get(QUEUE, {"heap": "all"}).content.decode()


def test_a_kind_kept_to_some_roles_is_neither_counted_nor_named_for_others(
    client, coordinator, police, agent, area, volunteer
):
    kind = make_category("suspicious")
    main, kept = make_report(area=area), make_report(category=kind, area=area)
    same = make_report("declined", category=kind, merged_into=main)
    gate = Destination.objects.create(name="Vakten", email="vakt@example.org")
    sending = Forwarding.objects.create(report=kept, destination=gate)
    kind.seen_by.set(Group.objects.filter(user=police))
    days = (clock.today() - timedelta(days=1), clock.today())
    assert [one.key for one in cards.kinds(coordinator, *days)] == ["graffiti"]
    client.force_login(coordinator)
    assert same.number not in client.get(f"{QUEUE}{main.number}/").content.decode()
    part = make_report("declined", merged_into=kept)
    assert kept.number not in client.get(f"{QUEUE}{part.number}/").content.decode()
    thread = THREADS.get("incidents:forwarding")
    assert thread.find(kept.number, coordinator) is None and thread.link(str(sending.pk), coordinator) is None
    told = patrols.briefing(volunteer, make_patrol(volunteer).shift)
    assert [row.number for row in told.reports] == [main.number]
    Report.objects.filter(pk__in=[same.pk, main.pk, part.pk]).delete()
    assert slots_filled.portal_tasks(agent, area) == []
    kind.seen_by.clear()
    assert slots_filled.portal_tasks(agent, area) and thread.link(str(sending.pk), coordinator) is not None
