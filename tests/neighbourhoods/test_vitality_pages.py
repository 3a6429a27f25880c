"""The coordinator's pages of sleep, rule, growth and measures: what they say and what they save."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from common import clock
from neighbourhoods import figures, services
from neighbourhoods.lifecycle import AreaStatus, RevivalStatus
from neighbourhoods.models import Area, District, Measure, Organisation, RevivalCase, VitalityRule
from tests.factories.neighbourhoods import make_agent, make_area, make_district, make_measure, make_revival

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, coordinator: User) -> Client:
    client.force_login(coordinator)
    return client


def test_a_case_is_worked_from_step_to_end(desk: Client) -> None:
    area = make_area(started_on=clock.today() - timedelta(days=3_000), last_contact_on=None)
    services.score_areas()
    case = RevivalCase.objects.get()
    page = reverse("neighbourhoods:revival", args=[case.pk])
    act = [reverse("neighbourhoods:revival_act", args=[case.pk, what]) for what in ("steg", "anteckning", "stang", "x")]
    assert area.name in desk.get(page).content.decode()
    desk.post(act[0], {"steg": "recruit", "gjort": "1"})
    desk.post(act[1], {"text": "Två grannar vill."})
    assert "Två grannar vill." in desk.get(page).content.decode()
    assert desk.post(act[1], {"text": ""}).status_code == 200
    assert desk.post(act[2], {"outcome": "resting"}).status_code == 200
    assert desk.post(act[2], {"outcome": "revived"}).status_code == 302
    assert desk.post(act[3]).status_code == 404
    case.refresh_from_db()
    assert case.status == RevivalStatus.DONE and case.steps.filter(done_on=clock.today()).count() == 1


def test_the_lists_take_as_many_queries_for_one_as_for_many(desk: Client) -> None:
    def queries() -> list[int]:
        counted = []
        for name in ("revivals", "measures", "growth", "areas", "agents", "messages", "sign_orders", "map"):
            with CaptureQueriesContext(connection) as held:
                assert desk.get(reverse(f"neighbourhoods:{name}")).status_code == 200
            counted.append(len(held))
        return counted

    make_measure(make_revival().area)
    queries()
    one = queries()
    for _more in range(20):
        make_measure(make_revival().area)
    assert queries() == one


def test_a_draft_is_changed_previewed_and_published(desk: Client) -> None:
    make_area(started_on=clock.today() - timedelta(days=3_000), last_contact_on=clock.today() - timedelta(days=130))
    desk.post(reverse("neighbourhoods:vitality_rule_begin"))
    draft = VitalityRule.objects.get(published_at=None)
    address = reverse("neighbourhoods:vitality_rule", args=[draft.pk])
    sent = {"quiet_below": "95", "dormant_below": "90", "silent_days": "100"}
    for signal in draft.signals.all():
        sent |= {
            f"{signal.name}_{field}": str(getattr(signal, field)) for field in ("weight", "fresh_days", "stale_days")
        }
    assert desk.post(address, sent | {"quiet_below": "x"}).status_code == 200
    assert desk.post(address, sent | {"quiet_below": "1"}).status_code == 200
    assert desk.post(address, sent).status_code == 302
    assert desk.get(address).context["asleep"] == 1
    taken_out = b"".join(desk.get(reverse("neighbourhoods:list_export", args=["livskraft-utkast", "csv"]))).decode()
    assert Area.objects.get().name in taken_out
    desk.post(reverse("neighbourhoods:vitality_rule_decide", args=[draft.pk, "publicera"]))
    assert VitalityRule.objects.holding() == draft and desk.post(address, sent).status_code == 200


def test_growth_counts_from_start_to_closing_and_people_once(desk: Client) -> None:
    today = clock.today()
    district = make_district("Tumba", dwellings=100)
    area = make_area(district=district, started_on=today.replace(year=2010), households=40, households_joined=20)
    make_area(district=district, status=AreaStatus.CLOSED, started_on=today.replace(year=2010))
    agent = make_agent(area)
    make_agent(make_area(started_on=today), agent.user)
    rows = {row.year: row for row in figures.growth()}
    assert (rows[2002].areas, rows[2010].areas, rows[today.year].areas, rows[today.year].agents) == (0, 1, 2, 1)
    assert figures.growth(district=district)[-1].areas == 1
    (row,) = [row for row in figures.coverage() if row.name == "Tumba"]
    assert (row.areas, row.households, row.joined, row.share) == (1, 40, 20, 40)
    assert b"40 %" in desk.get(reverse("neighbourhoods:growth")).content
    District.objects.exclude(pk=district.pk).update(dwellings=300)
    total = figures.whole(figures.coverage())
    assert (total.areas, total.households, total.dwellings) == (2, 80, 100 + 300 * (District.objects.count() - 1))
    assert "Hela kommunen" in desk.get(reverse("neighbourhoods:growth")).content.decode()
    taken = b"".join(desk.get(reverse("neighbourhoods:list_export", args=["tackning", "csv"]))).decode()
    assert taken.splitlines()[-1] == f"Hela kommunen;2;80;50;{total.dwellings};{total.share}"
    District.objects.exclude(pk=district.pk).update(dwellings=None)
    assert figures.whole(figures.coverage()).share is None


def test_who_lacks_the_course_is_named_for_coordinators_only(desk: Client, police: User) -> None:
    area = make_agent(trained_on=clock.today()).area
    late, gone = make_agent(area), make_agent(area, last_day=clock.today() - timedelta(days=1))
    services.score_areas()
    page = reverse("neighbourhoods:area", args=[area.slug])
    told = desk.get(page).content.decode()
    assert f"Inte ännu: {late.user}." in told and f"{gone.user}." not in told
    desk.force_login(police)
    other = desk.get(page).content.decode()
    assert "grundkurs" in other and "Inte ännu" not in other


def test_every_kind_of_measure_is_entered_with_the_form(desk: Client) -> None:
    area, new = make_area("Gläntan"), reverse("neighbourhoods:measure_new")
    sent = {"organisation": Organisation.objects.create(name="Kommunen").pk, "area": area.slug, "since": clock.today()}
    kinds = {
        "camera": "kamera",
        "alarm": "larm",
        "lighting": "belysning",
        "mechanical": "mekaniskt skydd",
        "personal": "personskydd",
        "guards": "väktarronder",
        "night_walkers": "nattvandrare",
        "safe_school": "trygg skola",
        "building": "riktlinjer för byggande",
    }
    for kind in kinds:
        approach = "social" if kind in ("night_walkers", "safe_school") else "situational"
        assert desk.post(new, sent | {"kind": kind, "approach": approach}).status_code == 302
    assert set(Measure.objects.filter(area=area).values_list("kind", flat=True)) == set(kinds)
    shown = desk.get(reverse("neighbourhoods:measures")).content.decode().lower()
    assert [word for word in kinds.values() if word not in shown] == []


def test_a_measure_is_in_one_place_and_ends_after_it_begins(desk: Client, coordinator: User) -> None:
    area, who = make_area("Gläntan"), Organisation.objects.create(name="Fritidsgården")
    new, today = reverse("neighbourhoods:measure_new"), clock.today()
    sent = {"organisation": who.pk, "kind": "night_walkers", "approach": "social", "since": today}
    for wrong in ({}, {"area": area.slug, "district": area.district_id}, {"area": area.slug, "until": "2001-01-01"}):
        assert desk.post(new, sent | wrong).status_code == 200
    assert not Measure.objects.exists()
    assert desk.post(new, sent | {"area": area.slug}).status_code == 302
    held = Measure.objects.get()
    assert (
        held.area == area
        and "Fritidsgården" in desk.get(reverse("neighbourhoods:area", args=[area.slug])).content.decode()
    )
    address = reverse("neighbourhoods:measure", args=[held.pk])
    assert area.slug in desk.get(address).content.decode()
    desk.post(address, sent | {"district": area.district_id, "until": today})
    held.refresh_from_db()
    assert held.district == area.district and held.area is None and held.until == today
    assert held.goes_on() and not held.goes_on(today + timedelta(days=1))
