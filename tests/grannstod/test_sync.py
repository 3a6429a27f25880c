"""What a phone wrote without network: replayed, reordered, from two phones, late, cut off; delivered exactly once."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from io import BytesIO
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format
from PIL import Image

from accounts import roles
from accounts.models import User
from common import clock, form_tokens
from grannstod import figures, services
from grannstod.lifecycle import PatrolStatus
from grannstod.models import ChecklistLine, Observation, Patrol, PatrolStep, Shift, VisitWish
from grannstod.services import Stop
from incidents.models import Report
from incidents.services import release
from tests.factories.accounts import person
from tests.factories.grannstod import (
    make_category,
    make_observation,
    make_patrol,
    make_route,
    make_shift,
    make_volunteer,
)
from tests.factories.incidents import make_report
from tests.factories.neighbourhoods import make_agent, make_area

pytestmark = pytest.mark.django_db


@pytest.fixture
def shift(volunteer: User) -> Shift:
    ChecklistLine.objects.create(kind="before", position=1, text="Väst")
    return make_shift(driver=make_volunteer(volunteer), route=make_route("A", "B", "C"))


def told(kind: str, **fields: Any) -> dict[str, Any]:
    return {"key": form_tokens.new(), "kind": kind, "at": clock.now().isoformat()} | fields


def a_sight(code: str, **fields: Any) -> dict[str, Any]:
    values = {"category": code, "text": "Två lampor är släckta.", "place": "Provtorget", "outcome": "fault_report"}
    return told("seen", **values | fields)


def whole_shift(shift: Shift, sights: int = 4) -> list[dict[str, Any]]:
    code = make_category().code
    steps = figures.phone_state(shift.crew.get(seat="driver").volunteer.user)["shift"]["steps"]
    return [
        told("start", order=[int(one["key"].split("-")[1]) for one in steps if one["kind"] == "place"]),
        *(told("tick", step=one["key"], done=True) for one in steps),
        *(a_sight(code, text=f"Lampa {number} är släckt.") for number in range(sights)),
        told("end", km="23"),
    ]


def answers(shift: Shift, items: list[dict[str, Any]], by: User) -> dict[str, str]:
    return {one.key: one.result for one in services.take_in(shift=shift, items=items, by=by)}


@pytest.mark.parametrize("seed", range(4))
def test_replayed_and_reordered_it_is_one_shift(shift: Shift, volunteer: User, seed: int) -> None:
    items, chance = whole_shift(shift), Random(seed)
    left = {item["key"] for item in items}
    for _round in range(60):
        some = chance.sample(items, chance.randint(1, 4))
        found = answers(shift, some, volunteer)
        left -= {key for key, result in found.items() if result == "saved"}
        assert set(found.values()) <= {"saved", "wait"}
    left -= {key for key, result in answers(shift, items, volunteer).items() if result == "saved"}
    assert not left
    patrol = Patrol.objects.get()
    assert (patrol.status, patrol.km, patrol.observations.count()) == (PatrolStatus.ENDED, 23, 4)
    assert Report.objects.count() == 4
    assert not patrol.steps.filter(done_at=None).exists()


def test_nothing_is_taken_before_its_patrol_has_begun(shift: Shift, volunteer: User) -> None:
    assert set(answers(shift, whole_shift(shift)[1:], volunteer).values()) == {"wait"}
    case = told("case", seen=form_tokens.new(), number="5000-K1-26")
    services.start_patrol(shift_id=shift.pk, actor=volunteer)
    assert answers(shift, [case], volunteer) == {case["key"]: "wait"}


def test_a_clock_that_is_wrong_places_nothing_outside_the_patrol(shift: Shift, volunteer: User) -> None:
    code, now = make_category().code, clock.now()
    items = [
        told("start", at=(now - timedelta(minutes=20)).isoformat()),
        a_sight(code, at="1999-01-01T00:00:00+00:00"),
        a_sight(code, at="2099-01-01T00:00:00+00:00"),
    ]
    assert set(answers(shift, items, volunteer).values()) == {"saved"}
    patrol = Patrol.objects.get()
    assert all(patrol.started_at <= one.observed_at <= clock.now() for one in patrol.observations.all())
    assert patrol.started_at == now - timedelta(minutes=20)


def test_two_phones_on_one_shift(shift: Shift, volunteer: User) -> None:
    other = shift.crew.get(seat="companion").volunteer.user
    code, now = make_category().code, clock.now()
    one, two = a_sight(code, text="Från första."), a_sight(code, text="Från andra.")
    answers(shift, [told("start"), one], volunteer)
    answers(shift, [told("start"), told("end", km="")], other)
    assert answers(shift, [two, told("end", km="31")], volunteer)[two["key"]] == "saved"
    patrol = Patrol.objects.get()
    assert (patrol.km, patrol.observations.count()) == (31, 2)
    step = patrol.steps.filter(kind="place").first()
    assert step
    newer, older = now - timedelta(minutes=1), now - timedelta(minutes=5)
    answers(shift, [told("tick", step=step.key, done=False, at=newer.isoformat())], volunteer)
    answers(shift, [told("tick", step=step.key, done=True, at=now.isoformat())], volunteer)
    answers(shift, [told("tick", step=step.key, done=False, at=older.isoformat())], other)
    step.refresh_from_db()
    assert step.done_at == now


def test_what_can_not_be_taken_says_why_and_takes_nothing_else_with_it(shift: Shift, volunteer: User) -> None:
    good, code = a_sight(make_category().code), make_category().code
    bad = [
        a_sight(code, text="Ring 070-123 45 67"),
        a_sight("finns-inte"),
        a_sight(code, text=""),
        a_sight(code, outcome="hittepa"),
        a_sight(code, latitude="öst"),
        a_sight(code, latitude=1e308, longitude="NaN", place=""),
        a_sight(code, at="i morse"),
        told("hittepa"),
        {"key": None, "kind": ["seen"]},
    ]
    found = services.take_in(shift=shift, items=[told("start"), *bad, good], by=volunteer)
    by_result = [one.result for one in found]
    assert by_result.count("saved") == 2
    assert all(one.words for one in found if one.result == "refused")
    assert by_result.count("refused") == len(bad)
    assert Observation.objects.get().form_token == good["key"]


def test_what_the_second_phone_brings_late_is_told_the_agents_once(
    shift: Shift, volunteer: User, mailoutbox: Any
) -> None:
    other = shift.crew.get(seat="companion").volunteer.user
    first, late = make_area(), make_area()
    for area in (first, late):
        services.choose_visit_notes(user=make_agent(area).user, wants=True)
        services.ask_for_visit(area=area, text="", by=volunteer)
    answers(shift, [told("start")], volunteer)
    one, two = PatrolStep.objects.filter(kind="place")[:2]
    PatrolStep.objects.filter(pk=one.pk).update(area=first)
    PatrolStep.objects.filter(pk=two.pk).update(area=late)
    mailoutbox.clear()
    answers(shift, [told("tick", step=one.key, done=True), told("end", km="3")], volunteer)
    assert len(mailoutbox) == 1
    for _twice in range(2):
        answers(shift, [told("tick", step=two.key, done=True)], other)
        answers(shift, [told("tick", step=one.key, done=True)], other)
    assert len({mail.to[0] for mail in mailoutbox}) == len(mailoutbox) == 2
    assert not VisitWish.objects.open().exists()


@pytest.mark.parametrize("who_starts", ["the phone that was shown the old route", "another"])
def test_a_route_changed_meanwhile_loses_no_visit(shift: Shift, volunteer: User, who_starts: str) -> None:
    area, route = make_area(), shift.route
    assert route
    route.stops.filter(name="B").update(area=area)
    items = whole_shift(shift, 0)
    services.save_route(route=route, districts=[], stops=[Stop("C"), Stop("Ny")])
    if who_starts == "another":
        services.start_patrol(shift_id=shift.pk, actor=volunteer)
    assert set(answers(shift, items, volunteer).values()) == {"saved"}
    patrol = Patrol.objects.get()
    been = set(patrol.steps.filter(kind="place", done_at__isnull=False).values_list("name", flat=True))
    assert been == {"A", "B", "C"}
    assert list(figures.visited_areas(patrol)) == [area]
    unknown = [told("tick", step=f"plats-{number}", done=True) for number in (0, 10**17, "x")]
    assert set(answers(shift, unknown, volunteer).values()) == {"saved"}
    assert route.stops.count() == 2


@pytest.mark.parametrize("km", ["12,5", "1500", "-3", "många", "²"])
def test_kilometres_that_can_not_be_read_are_left_out_and_the_patrol_ends(
    shift: Shift, volunteer: User, km: str
) -> None:
    end = told("end", km=km)
    found = services.take_in(shift=shift, items=[told("start"), end], by=volunteer)
    assert [(one.result, "kilometer" in one.words) for one in found] == [("saved", False), ("saved", True)]
    assert (Patrol.objects.get().status, Patrol.objects.get().km) == (PatrolStatus.ENDED, None)
    assert not services.take_in(shift=shift, items=[told("end", km=0)], by=volunteer)[0].words
    assert Patrol.objects.get().km == 0


def test_an_end_told_the_next_day_counts_an_hour_past_the_shift_and_says_so(shift: Shift, volunteer: User) -> None:
    answers(shift, [told("start")], volunteer)
    with clock.at(shift.ends_at + timedelta(hours=20)):
        (end,) = services.take_in(shift=shift, items=[told("end", km="9")], by=volunteer)
    assert (end.result, "räknas till" in end.words) == ("saved", True)
    assert Patrol.objects.get().ended_at == shift.ends_at + timedelta(hours=1)


def test_a_phone_is_briefed_in_three_parts_with_released_words_and_days(shift: Shift, volunteer: User) -> None:
    services.ask_for_visit(area=(area := make_area()), text="Gården", by=make_agent(area).user)
    report = make_report(area=area, district=area.district, text="Trasig ruta")
    notes, wishes, reports = figures.phone_state(volunteer)["shift"]["briefing"]
    assert (notes["lines"], wishes["lines"]) == ([], [f"{area.name}: Gården"])
    day = date_format(clock.today(), "j F")
    assert reports["lines"] == [f"{report.category}, {area.name}, {day}"]
    release(report=report, text="Trasig ruta", by=person(roles.SAFETY_COORDINATOR))
    assert figures.phone_state(volunteer)["shift"]["briefing"][2]["lines"][0].endswith(f"{day}: Trasig ruta")


def picture() -> bytes:
    out = BytesIO()
    Image.effect_noise((60, 40), 40).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def test_a_photo_comes_whole_and_once(client: Any, shift: Shift, volunteer: User) -> None:
    sight, content = a_sight(make_category().code), picture()
    page = reverse("grannstod:app_photo", args=[shift.pk, sight["key"]])
    client.force_login(volunteer)

    def send(sent: bytes, digest: str = hashlib.sha256(content).hexdigest()) -> tuple[int, str]:
        got = client.post(page, {"photo": SimpleUploadedFile("p.jpg", sent, "image/jpeg"), "digest": digest})
        return got.status_code, got.json()["result"]

    assert send(content) == (409, "wait")
    answers(shift, [told("start"), sight], volunteer)
    assert send(content[: len(content) // 2]) == (422, "wait")
    assert not Observation.objects.get().photo
    assert send(content) == (200, "saved")
    assert send(content) == (200, "saved")
    text = b"inte en bild"
    assert send(text, hashlib.sha256(text).hexdigest()) == (422, "refused")
    assert Report.objects.get().photos.count() == 1
    stranger = make_volunteer().user
    client.force_login(stranger)
    assert client.post(page, {}).status_code == 404


def test_the_doors_of_the_app(client: Any, shift: Shift, volunteer: User, coordinator: User) -> None:
    sync, state = reverse("grannstod:app_sync", args=[shift.pk]), reverse("grannstod:app_state")
    body = json.dumps({"items": [told("start")]})
    assert client.get(state).status_code == 401
    assert client.post(sync, body, "application/json").status_code == 401
    assert client.post(reverse("grannstod:app_photo", args=[shift.pk, "x"])).status_code == 401
    assert client.get(reverse("grannstod:app_worker"))["Content-Type"].startswith("text/javascript")
    client.force_login(coordinator)
    assert client.post(sync, body, "application/json").status_code == 404
    client.force_login(make_volunteer().user)
    assert client.post(sync, body, "application/json").status_code == 404
    client.force_login(volunteer)
    for wrong in ("", "[]", "{}", '{"items": [1]}', "[" * 5000, json.dumps({"items": [{}] * 101})):
        assert client.post(sync, wrong, "application/json").status_code == 400
    assert client.post(sync, body, "application/json").json()["answers"][0]["result"] == "saved"
    told_now = client.get(state).json()
    assert told_now["shift"]["started"]
    other = figures.keys(shift.crew.get(seat="companion").volunteer.user)
    assert told_now["keys"][str(shift.pk)] not in other.values()


@pytest.mark.parametrize("outcome", ["fault_report", "log_only"])
def test_twenty_sights_ask_the_database_as_often_as_one(shift: Shift, volunteer: User, outcome: str) -> None:
    code = make_category().code
    answers(shift, [told("start")], volunteer)

    def asked(count: int) -> int:
        items = [a_sight(code, outcome=outcome, latitude=59.2, longitude=17.84) for _number in range(count)]
        with CaptureQueriesContext(connection) as queries:
            assert set(answers(shift, items, volunteer).values()) == {"saved"}
        return len(queries)

    asked(1)  # borders are read once a process
    assert asked(20) == asked(1) <= 14
    assert Observation.objects.count() == 22


def test_a_sight_whose_report_stands_already_is_not_reported_again(shift: Shift, volunteer: User) -> None:
    code = make_category().code
    answers(shift, [told("start")], volunteer)
    first, other = a_sight(code), a_sight(code)
    answers(shift, [first], volunteer)
    Observation.objects.all().delete()
    assert answers(shift, [first, other], volunteer) == {first["key"]: "saved", other["key"]: "saved"}
    assert Report.objects.count() == Observation.objects.exclude(report=None).count() == 2


def test_a_sight_that_the_database_refuses_takes_no_other_with_it(shift: Shift, volunteer: User) -> None:
    code = make_category().code
    elsewhere = make_observation(make_patrol())
    answers(shift, [told("start")], volunteer)
    good, outside = a_sight(code), a_sight(code, latitude=1.0, longitude=None)
    unreadable = a_sight(code, text="Trasig \ud83d lampa")
    theirs = a_sight(code) | {"key": elsewhere.form_token}
    found = answers(shift, [unreadable, good, good, theirs, outside], volunteer)
    assert found == {
        good["key"]: "saved",
        unreadable["key"]: "refused",
        theirs["key"]: "refused",
        outside["key"]: "refused",
    }
    assert answers(shift, [good], volunteer) == {good["key"]: "saved"}
    assert Observation.objects.get(patrol__shift=shift).form_token == good["key"]
    assert Report.objects.count() == 1
