"""Before and after a patrol: the briefing, the checklist's versions, the round turned about, visits, the report."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts import roles
from accounts.models import User
from common import clock
from documents.slots import KINDS
from grannstod import figures, services
from grannstod.figures.steps import orders
from grannstod.models import BriefingNote, ChecklistLine, ChecklistVersion, Patrol, RouteStop, VisitNote, VisitWish
from post.models import Delivery
from tests.factories.accounts import person
from tests.factories.grannstod import make_observation, make_patrol, make_route, make_shift, make_volunteer
from tests.factories.incidents import make_report
from tests.factories.neighbourhoods import make_agent, make_area

pytestmark = pytest.mark.django_db


def brief(**fields: Any) -> BriefingNote:
    today = clock.today()
    values = {"source": "police", "text": "Mörkt vid skolan", "first_day": today, "last_day": today, "districts": []}
    return services.brief(**values | {"by": person(roles.GRANNSTOD_LEADER)} | fields)


def test_a_briefing_tells_what_holds_today_along_the_way(volunteer: User) -> None:
    here, elsewhere = make_area(), make_area()
    patrol = make_patrol(volunteer, route=make_route("A", "B"))
    RouteStop.objects.filter(name="A").update(area=here)
    brief(districts=[here.district])
    brief(text="Inte här", districts=[elsewhere.district])
    brief(text="I förrgår", first_day=clock.today() - timedelta(days=3), last_day=clock.today() - timedelta(days=2))
    services.ask_for_visit(area=here, text="Gården", by=make_agent(here).user)
    report = make_report(area=here, district=here.district, text="Hemliga ord", place="Exempelgatan 3")
    make_report(area=elsewhere, district=elsewhere.district)
    told = figures.briefing(volunteer, patrol.shift)
    assert [note.text for note in told.notes] == ["Mörkt vid skolan"]
    assert [wish.area for wish in told.wishes] == [here]
    assert [(row.number, row.text, row.place) for row in told.reports] == [(report.number, "", here.name)]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": "Ring 070-123 45 67"}, "personal_data"),
        ({"last_day": clock.today() - timedelta(days=1)}, "ends_before_start"),
        ({"last_day": clock.today() + timedelta(days=93)}, "too_long"),
    ],
)
def test_what_is_no_briefing(fields: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        brief(**fields)
    assert refused.value.code == code


def test_whoever_may_brief_writes_and_stops(client: Any, police: User) -> None:
    client.force_login(police)
    day = str(clock.today())
    posted = {"source": "police", "text": "Bilar på torget", "first_day": day, "last_day": day}
    assert client.post(reverse("grannstod:notes"), posted).status_code == 302
    note = BriefingNote.objects.get()
    assert (note.written_by, note.text) == (police, "Bilar på torget")
    assert client.post(reverse("grannstod:notes"), {"sluta": note.pk}).status_code == 302
    assert not BriefingNote.objects.exists()
    assert client.post(reverse("grannstod:notes"), posted | {"text": "a@example.com"}).status_code == 422


def test_a_version_published_during_a_patrol_is_the_next_patrols(volunteer: User, coordinator: User) -> None:
    ChecklistLine.objects.create(kind="before", position=1, text="Gammal rad", is_police=True)
    first = services.publish_checklist(version_id=services.draft_checklist().pk, by=coordinator)
    patrol = make_patrol(volunteer)
    draft = services.draft_checklist()
    assert services.draft_checklist() == draft
    assert draft.number == first.number + 1
    draft.lines.update(text="Ny rad")
    services.publish_checklist(version_id=draft.pk, by=coordinator)
    assert patrol.checklist == first
    assert [step.name for step in patrol.steps.filter(is_police=True)] == ["Gammal rad"]
    assert [step.name for step in make_patrol().steps.filter(kind="before")] == ["Ny rad"]
    with pytest.raises(ValidationError):
        services.publish_checklist(version_id=draft.pk, by=coordinator)
    empty = ChecklistVersion.objects.create(number=9)
    with pytest.raises(ValidationError):
        services.publish_checklist(version_id=empty.pk, by=coordinator)


@given(st.lists(st.integers(), unique=True, max_size=7))
def test_a_round_keeps_its_neighbours_whichever_way_it_is_driven(stops: list[int]) -> None:
    ways = orders(stops)
    around = {frozenset(pair) for pair in zip(stops, [*stops[1:], *stops[:1]], strict=True)}
    assert len(ways) == len({tuple(way) for way in ways})
    for way in ways:
        assert sorted(way) == sorted(stops)
        assert {frozenset(pair) for pair in zip(way, [*way[1:], *way[:1]], strict=True)} == around


@pytest.mark.parametrize("names", [("A", "B"), ("A", "B", "C", "D")])
def test_no_patrol_drives_as_the_one_before(names: tuple[str, ...]) -> None:
    route = make_route(*names)
    drives = []
    for number in range(9):
        shift = make_shift(clock.now() - timedelta(minutes=30, seconds=number), route=route)
        patrol = services.start_patrol(shift_id=shift.pk, actor=person(roles.GRANNSTOD_LEADER))
        drives.append([step.name for step in patrol.steps.filter(kind="place").order_by("position")])
    assert all(one != other for one, other in pairwise(drives))
    assert {tuple(sorted(drive)) for drive in drives} == {names}


def test_agents_of_visited_areas_get_a_note_if_they_want(volunteer: User, mailoutbox: Any) -> None:
    been, passed = make_area(), make_area()
    wants, silent, other = make_agent(been).user, make_agent(been).user, make_agent(passed).user
    for agent in (wants, other):
        services.choose_visit_notes(user=agent, wants=True)
    services.ask_for_visit(area=been, text="", by=wants)
    services.ask_for_visit(area=passed, text="", by=other)
    patrol = make_patrol(volunteer)
    step, later = patrol.steps.filter(kind="place").order_by("position")[:2]
    type(step).objects.filter(pk=step.pk).update(area=been)
    type(step).objects.filter(pk=later.pk).update(area=passed)
    services.mark_step(patrol_id=patrol.pk, step_id=step.pk, is_done=True)
    services.end_patrol(patrol_id=patrol.pk, km=4, actor=volunteer)
    told = set(Delivery.objects.values_list("recipient", flat=True)) if not mail.outbox else set()
    told |= {message.to[0] for message in mail.outbox}
    assert told == {wants.email}
    assert silent.email not in told
    assert VisitWish.objects.get(area=been).patrol == patrol
    assert VisitWish.objects.open().get().area == passed


def test_an_agent_asks_takes_back_and_chooses(client: Any, agent: User) -> None:
    area, foreign = make_area(), make_area()
    make_agent(area, user=agent)
    client.force_login(agent)
    page = reverse("grannstod:visits")
    assert client.post(page, {"omrade": foreign.slug, "text": ""}).status_code == 404
    assert client.post(page, {"omrade": area.slug, "text": "Ring 070-123 45 67"}).status_code == 422
    for text in ("Lekplatsen", "Garaget"):
        assert client.post(page, {"omrade": area.slug, "text": text}).status_code == 302
    assert VisitWish.objects.get().text == "Garaget"
    assert client.post(page, {"omrade": area.slug, "angra": "1"}).status_code == 302
    assert not VisitWish.objects.open().exists()
    client.post(page, {"notiser": "ja"})
    assert VisitNote.objects.get().user == agent
    client.post(page, {"notiser": "nej"})
    assert not VisitNote.objects.exists()


def test_the_polices_text_and_number(client: Any, volunteer: User) -> None:
    patrol = make_patrol(volunteer)
    seen = make_observation(patrol, outcome="police", text="Krossad ruta")
    client.force_login(volunteer)
    page = reverse("grannstod:police", args=[seen.pk])
    assert "Krossad ruta" in client.get(page).content.decode()
    for wrong in ("", "19121212-1212", "hej", "5000-K1-2"):
        assert client.post(page, {"case_number": wrong}).status_code == 422
    assert client.post(page, {"case_number": "5000-k12345-26"}).status_code == 302
    seen.refresh_from_db()
    assert seen.case_number == "5000-K12345-26"
    logged = make_observation(patrol)
    assert client.get(reverse("grannstod:police", args=[logged.pk])).status_code == 404
    with pytest.raises(ValidationError):
        services.note_case_number(observation_id=logged.pk, number="5000-K12345-26", by=volunteer)
    client.force_login(make_volunteer().user)
    assert client.get(page).status_code == 404


def test_the_report_tells_the_patrol_and_names_nobody(client: Any, volunteer: User) -> None:
    patrol = make_patrol(volunteer)
    make_observation(patrol, text="En trasig lampa", outcome="fault_report")
    services.end_patrol(patrol_id=patrol.pk, km=17, actor=volunteer)
    kind = KINDS.get("patrol_report")
    assert kind is not None
    leader = person(roles.GRANNSTOD_LEADER)
    assert kind.may_read(leader, str(patrol.pk))
    assert not kind.may_read(volunteer, str(patrol.pk))
    paper = kind.build(str(patrol.pk), "sv", lambda _percent, _words: None)
    from django.template.loader import render_to_string

    text = render_to_string(paper.template, {"paper": paper, **paper.context})
    assert "En trasig lampa" in text
    assert "17" in text
    assert volunteer.full_name not in text
    client.force_login(leader)
    assert client.post(reverse("grannstod:report", args=[patrol.pk])).status_code == 302
    assert Patrol.objects.count() == 1
