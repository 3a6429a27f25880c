"""The night's reading: words by the rule, a case for each sleep, twice is once, and what a draft would change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from common import clock
from neighbourhoods import figures, services
from neighbourhoods.lifecycle import REVIVAL_MOVES, AreaStatus, RevivalStatus
from neighbourhoods.models import Area, AreaActivity, AreaVitality, RevivalCase, VitalityChange, VitalityRule
from neighbourhoods.services.revival import suggested
from neighbourhoods.services.vitality_rule import rule_in_force
from neighbourhoods.transitions import move_revival
from tests.factories.neighbourhoods import make_agent, make_area

pytestmark = pytest.mark.django_db
Kind = AreaActivity.Kind
DAY = date(2026, 3, 1)


def ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def area_last_heard(days: int, **fields: object) -> Area:
    area = make_area(started_on=ago(4_000), last_contact_on=None, **fields)
    services.record_activity(area=area, kind=Kind.ANSWER, on=ago(days))
    return area


def word(area: Area) -> str:
    return AreaVitality.objects.get(area=area).word


@pytest.mark.parametrize(
    ("name", "held", "known", "unknown"),
    [
        ("contact", {"contact_on": DAY}, "Senaste livstecknet 1 mars 2026.", "Inget livstecken är känt."),
        ("meeting", {"meeting_on": DAY}, "Träffades senast 1 mars 2026.", "Inget årsmöte är känt."),
        (
            "training",
            {"agents": 3, "agents_trained": 2},
            "2 av 3 ombud har gått grundkursen.",
            "Ingen finns som kan gå grundkursen.",
        ),
        ("sign_check", {"sign_check_on": DAY}, "Skyltarna sågs senast 1 mars 2026.", "Ingen har sett till skyltarna."),
        ("agents", {"agents": 3}, "3 kontaktombud.", "Området saknar kontaktombud just nu."),
        (
            "passed_on",
            {"passed_on_on": DAY},
            "Ett nyhetsbrev fördes vidare 1 mars 2026.",
            "Inget nyhetsbrev har förts vidare.",
        ),
    ],
)
def test_each_reason_has_its_sentence(name: str, held: dict[str, object], known: str, unknown: str) -> None:
    read = {"rule": rule_in_force(), "score": 50, "word": "quiet", "since": DAY, "scored_on": DAY}
    for fields, sentence in ((held, known), ({}, unknown)):
        area = make_area()
        AreaVitality.objects.create(area=area, **read | {"agents": 0, "agents_trained": 0} | fields)
        told = {one.name: one.sentence for one in figures.reasons(area)}
        assert len(told) == 6 and told[name] == sentence


def test_words_follow_the_last_sign_of_life() -> None:
    fresh, half, silent = (make_agent(area_last_heard(days)).area for days in (5, 130, 184))
    forming = make_area(status=AreaStatus.FORMING)
    night = services.score_areas()
    assert (night.scored, night.opened) == (3, 1)
    assert [word(area) for area in (fresh, half, silent)] == ["alive", "quiet", "dormant"]
    assert not AreaVitality.objects.filter(area=forming).exists()
    assert figures.vitality_of(Area.objects.get(pk=silent.pk)) == "dormant"


def test_a_check_of_signs_is_no_sign_of_life() -> None:
    area = area_last_heard(200)
    services.record_activity(area=area, kind=Kind.SIGN_CHECK)
    services.score_areas()
    assert word(area) == "dormant"


def test_a_night_twice_changes_nothing_and_an_earlier_one_overwrites_nothing() -> None:
    area = area_last_heard(200)
    services.score_areas()
    assert services.score_areas().opened == 0
    assert services.score_areas(day=ago(150)).scored == 0
    assert VitalityChange.objects.count() == RevivalCase.objects.count() == 1
    assert word(area) == "dormant"


def test_waking_by_itself_closes_the_case_and_the_next_sleep_opens_another() -> None:
    area = make_agent(area_last_heard(400)).area
    services.score_areas(day=ago(100))
    services.record_activity(area=area, kind=Kind.MEETING, on=ago(90))
    assert services.score_areas(day=ago(90)).woken == 1
    case = RevivalCase.objects.get()
    assert (case.outcome, case.events.last().reason) == (RevivalCase.Outcome.REVIVED, "woke")  # type: ignore[union-attr]
    AreaActivity.objects.all().delete()
    Area.objects.update(last_contact_on=None)
    assert services.score_areas().opened == 1


def test_an_area_without_agents_that_met_and_looked_at_its_signs_gets_each_step_once() -> None:
    area = area_last_heard(400)
    area.agents.all().delete()
    services.score_areas()
    how = AreaVitality.objects.get(area=area)
    how.agents = how.agents_trained = 0
    how.meeting_on = how.sign_check_on = clock.today()
    steps = suggested(how, clock.today())
    assert len(steps) == len(set(steps)) == 2


def test_a_resting_area_gets_its_next_case_when_the_rest_has_passed(coordinator: User) -> None:
    area_last_heard(400)
    services.score_areas(day=ago(50))
    case = RevivalCase.objects.get()
    with pytest.raises(ValidationError) as needs_day:
        services.close_case(case=case, outcome="resting", by=coordinator)
    assert needs_day.value.code == "rest_needs_day"
    services.close_case(case=case, outcome="resting", by=coordinator, rest_until=ago(-30))
    assert services.score_areas().opened == 0
    assert services.score_areas(day=ago(-29)).opened == 0
    assert services.score_areas(day=ago(-30)).opened == 1


def test_steps_fit_the_reasons_and_the_first_one_puts_the_case_under_way(coordinator: User) -> None:
    vacant, held = area_last_heard(300), make_agent(area_last_heard(300)).area
    services.score_areas()
    keys = {case.area_id: [step.key for step in case.steps.all()] for case in RevivalCase.objects.all()}
    assert keys[vacant.pk][:2] == ["recruit", "letter"] and keys[held.pk][0] == "call"
    case = RevivalCase.objects.get(area=held)
    step = case.steps.first()
    assert step is not None
    services.tick_step(case=case, step=step, is_done=True, by=coordinator)
    assert case.status == RevivalStatus.UNDERWAY
    services.add_note(case=case, text=" Talade med grannarna. ", by=coordinator)
    services.close_case(case=case, outcome="revived", by=coordinator)
    with pytest.raises(ValidationError) as closed:
        services.add_note(case=case, text="För sent", by=coordinator)
    assert closed.value.code == "closed" and held.activities.filter(source="revival").exists()


@pytest.mark.parametrize("here", RevivalStatus)
@pytest.mark.parametrize("to", RevivalStatus)
def test_every_pair_of_states_against_the_moves(here: RevivalStatus, to: RevivalStatus) -> None:
    case = RevivalCase.objects.create(area=make_area(), status=here)
    if to in REVIVAL_MOVES[here]:
        assert move_revival(case, to, by=None).moved_to == to
    else:
        with pytest.raises(ValidationError):
            move_revival(case, to, by=None)


def test_a_draft_is_previewed_published_and_never_edited_after(coordinator: User) -> None:
    area = make_agent(area_last_heard(130)).area
    now = services.rule_in_force()
    draft = services.begin_rule(by=coordinator)
    assert services.begin_rule(by=coordinator) == draft
    signals = {"contact": {"fresh_days": 30, "stale_days": 100}}
    services.save_rule(
        draft=draft, limits={"quiet_below": 65, "dormant_below": 31, "silent_days": 100}, signals=signals
    )
    draft.refresh_from_db()
    (turn,) = figures.turns(now, draft, clock.today())
    assert (turn.area_id, turn.now, turn.then) == (area.pk, "quiet", "dormant")
    services.publish_rule(draft=draft, by=coordinator)
    services.score_areas()
    assert word(area) == "dormant" and VitalityRule.objects.holding() == draft
    with pytest.raises(ValidationError) as published:
        services.save_rule(draft=draft, limits={"quiet_below": 1, "dormant_below": 1}, signals={})
    assert published.value.code == "published"


def test_limits_out_of_order_and_weightless_rules_are_refused(coordinator: User) -> None:
    draft = services.begin_rule(by=coordinator)
    for limits in ({"quiet_below": 10, "dormant_below": 20}, {"quiet_below": 101, "dormant_below": 20}):
        with pytest.raises(ValidationError):
            services.save_rule(draft=draft, limits=limits, signals={})
    weightless = {signal.name: {"weight": 0} for signal in draft.signals.all()}
    with pytest.raises(ValidationError) as nothing:
        services.save_rule(draft=draft, limits={"quiet_below": 65, "dormant_below": 31}, signals=weightless)
    assert nothing.value.code == "no_weight"


def test_reasons_say_in_words_what_costs_points() -> None:
    area = make_agent(area_last_heard(184), trained_on=None).area
    services.score_areas()
    told = figures.reasons(Area.objects.get(pk=area.pk))
    assert told[0].name == "contact" and told[0].points == 0 and told[0].most == 70
    assert sum(reason.points for reason in told) == pytest.approx(AreaVitality.objects.get().score, abs=2)


def test_marking_as_dormant_opens_a_case_that_the_night_leaves_open(coordinator: User) -> None:
    area = make_agent(area_last_heard(1)).area
    services.move_area(area=area, to=AreaStatus.DORMANT, by=coordinator)
    case = RevivalCase.objects.get()
    assert case.events.get().actor == coordinator and case.steps.first().key == "call"  # type: ignore[union-attr]
    assert services.score_areas().woken == 0 and word(area) == "alive"
    services.move_area(area=area, to=AreaStatus.ACTIVE, by=coordinator)
    case.refresh_from_db()
    assert (case.is_open, case.outcome) == (False, "revived")


@pytest.mark.parametrize(("outcome", "status"), [("revived", "active"), ("mistaken", "active"), ("closed", "closed")])
def test_how_a_case_ended_holds_for_its_area(coordinator: User, outcome: str, status: str) -> None:
    area = make_agent(make_area(status=AreaStatus.DORMANT)).area
    case = RevivalCase.objects.create(area=area)
    services.close_case(case=case, outcome=outcome, by=coordinator)
    area.refresh_from_db()
    assert (area.status, case.outcome) == (status, outcome)
    assert area.agents.current().exists() or status == "closed"


def test_an_area_that_nobody_answers_for_is_not_called_awake(coordinator: User) -> None:
    case = RevivalCase.objects.create(area=make_area(status=AreaStatus.DORMANT))
    with pytest.raises(ValidationError) as error:
        services.close_case(case=case, outcome="revived", by=coordinator)
    case.refresh_from_db()
    assert error.value.code == "no_agent" and case.is_open
