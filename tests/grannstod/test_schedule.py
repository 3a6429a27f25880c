"""Schedules: no rule broken whatever the wishes, choices by hand kept, released with a notice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts import roles
from accounts.models import User
from common import clock
from common.moves import MoveRefusedError
from grannstod import services, tasks, transitions
from grannstod.figures.schedule import (
    Person,
    Phase,
    Problem,
    Progress,
    Slot,
    Solution,
    StoppedError,
    blocked,
    gap_words,
    gather,
    solve,
)
from grannstod.lifecycle import SCHEDULE_MOVES, ScheduleStatus, VolunteerStatus
from grannstod.models import Schedule, Shift, Wish
from tests.factories.accounts import HouseClient, person
from tests.factories.grannstod import make_car, make_schedule, make_volunteer

MONDAY = datetime(2026, 12, 7, 9, tzinfo=clock.STOCKHOLM)
HOURS = timedelta(hours=3)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    days = st.frozensets(st.integers(0, 6), max_size=4)
    people = tuple(
        Person(
            pk=pk,
            is_newcomer=draw(st.booleans()),
            is_driver=draw(st.booleans()),
            licence_until=draw(st.none() | st.dates(date(2026, 12, 1), date(2026, 12, 20))),
            gladly=draw(days),
            never=draw(days),
            part=draw(st.sampled_from(["any", "morning", "afternoon"])),
            seat=draw(st.sampled_from(["either", "driver", "companion"])),
            most=draw(st.integers(0, 3)),
            partner=draw(st.none() | st.integers(1, 6)),
        )
        for pk in range(1, draw(st.integers(2, 7)))
    )
    begins = st.integers(0, 9 * 24).map(lambda hours: MONDAY + timedelta(hours=hours))
    slots = tuple(
        Slot(pk, starts, starts + timedelta(hours=draw(st.integers(1, 12))))
        for pk, starts in enumerate(draw(st.lists(begins, max_size=6)))
    )
    return Problem(people, slots)


@settings(max_examples=40)
@given(problems())
def test_no_rule_is_broken_whatever_people_wish(problem: Problem) -> None:
    solution = solve(problem)
    slots = {slot.pk: slot for slot in problem.slots}
    people = {one.pk: one for one in problem.people}
    for slot in problem.slots:
        crew = [choice for choice in solution.choices if choice.slot == slot.pk]
        is_gap = any(gap.slot == slot.pk for gap in solution.gaps)
        assert (len(crew), is_gap) in ((2, False), (0, True))
        assert sorted(choice.seat for choice in crew) == (["companion", "driver"] if crew else [])
        assert sum(people[choice.person].is_newcomer for choice in crew) <= 1
    for choice in solution.choices:
        assert not blocked(people[choice.person], slots[choice.slot], choice.seat)
        assert choice.reasons
    for one in problem.people:
        own = [slots[choice.slot] for choice in solution.choices if choice.person == one.pk]
        assert len(own) <= one.most
        assert not any(a.touches(b.starts_at, b.ends_at) for a, b in combinations(own, 2))


def test_wishes_are_met_and_said() -> None:
    gladly, other, beside = Person(1, gladly=frozenset({0})), Person(2), Person(3, is_driver=False)
    solution = solve(Problem((other, gladly, beside), (Slot(1, MONDAY, MONDAY + HOURS),)))
    chosen = {choice.person: dict(choice.reasons) for choice in solution.choices}
    assert "gladly" in chosen[1]


def test_everybody_gets_a_first_shift_before_anybody_a_second() -> None:
    people = tuple(Person(pk, most=9) for pk in range(1, 9))
    slots = tuple(Slot(day, MONDAY + timedelta(days=day), MONDAY + timedelta(days=day) + HOURS) for day in range(4))
    solution = solve(Problem(people, slots))
    assert sorted(choice.person for choice in solution.choices) == list(range(1, 9))


def test_the_night_the_clock_goes_back_has_two_hours_past_two() -> None:
    def at(hour: int, minute: int, fold: int = 0) -> datetime:
        return datetime(2026, 10, 25, hour, minute, tzinfo=clock.STOCKHOLM, fold=fold)

    across = Slot(1, at(2, 30), at(2, 15, fold=1))  # three quarters of an hour
    assert across.touches(at(2, 40), at(2, 50))
    assert not Slot(1, at(1, 0), at(2, 30)).touches(at(2, 10, fold=1), at(3, 0))
    people = tuple(Person(pk) for pk in (1, 2))
    both = solve(Problem(people, (across, Slot(2, at(2, 40), at(2, 50)))))
    assert len({choice.slot for choice in both.choices}) == 1


def test_a_licence_that_runs_out_during_the_weeks_drives_until_its_last_day() -> None:
    people = (Person(1, licence_until=MONDAY.date()), Person(2, is_driver=False))
    slots = tuple(Slot(day, MONDAY + timedelta(days=day), MONDAY + timedelta(days=day) + HOURS) for day in range(2))
    solution = solve(Problem(people, slots))
    assert {(choice.slot, choice.seat, choice.person) for choice in solution.choices} == {
        (0, "driver", 1),
        (0, "companion", 2),
    }
    assert [gap.slot for gap in solution.gaps] == [1]


def test_a_gap_says_what_stood_in_the_way() -> None:
    people = (Person(1, is_driver=False), Person(2, licence_until=date(2026, 12, 1)), Person(3, never=frozenset({0})))
    (gap,) = solve(Problem(people, (Slot(1, MONDAY, MONDAY + HOURS),))).gaps
    assert {code for code, _numbers in gap.reasons} == {"missing", "no_driver", "licence", "weekday"}


@pytest.fixture
def leader(db: None) -> User:
    return person(roles.GRANNSTOD_LEADER)


def lay_out(days: int = 3) -> list[Shift]:
    car, first = make_car(), clock.start_of_day(clock.today() + timedelta(days=8)) + timedelta(hours=10)
    starts = [first + timedelta(days=day) for day in range(days)]
    return [Shift.objects.create(car=car, starts_at=at, ends_at=at + HOURS) for at in starts]


def worked_out(leader: User) -> Schedule:
    schedule = services.ask_for_schedule(first=clock.today() + timedelta(days=7), weeks=2, actor=leader)
    tasks.solve_schedule(schedule.pk)
    schedule.refresh_from_db()
    return schedule


def test_from_asking_to_release(client: HouseClient, leader: User) -> None:
    for _one in range(6):
        make_volunteer()
    shifts = lay_out()
    client.force_login(leader)
    form = {"first": (clock.today() + timedelta(days=7)).isoformat(), "weeks": "2"}
    assert client.post(reverse("grannstod:schedules"), form).status_code == 302
    schedule = Schedule.objects.get()
    page = reverse("grannstod:schedule", args=[schedule.pk])
    assert "väntar på sin tur" in client.get(page).content.decode()
    tasks.solve_schedule(schedule.pk)
    tasks.solve_schedule(schedule.pk)  # woken twice: worked out once
    assert schedule.seats.count() == 6
    assert "Varför?" in client.get(page).content.decode()
    assert not mail.outbox and not any(shift.crew.exists() for shift in shifts)
    client.post(reverse("grannstod:schedule_act", args=[schedule.pk, "slapp"]))
    assert all(shift.crew.count() == 2 for shift in shifts)
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox) == 6
    again = reverse("grannstod:schedule_act", args=[schedule.pk, "slapp"])
    client.post(again)
    assert len(mail.outbox) == 6


def test_what_is_chosen_by_hand_stays_when_worked_out_again(leader: User) -> None:
    chosen, *_others = [make_volunteer() for _one in range(4)]
    Wish.objects.create(volunteer=chosen, never=[0, 1, 2, 3, 4])
    (shift,) = lay_out(1)
    schedule = worked_out(leader)
    services.choose_by_hand(schedule_id=schedule.pk, shift_id=shift.pk, seat="driver", volunteer=chosen)
    services.solve_again(schedule_id=schedule.pk, actor=leader)
    tasks.solve_schedule(schedule.pk)
    assert schedule.seats.get(seat="driver").volunteer == chosen
    assert schedule.seats.filter(by_hand=False, seat="companion").exists()


def test_whoever_was_taken_off_is_not_proposed_for_that_shift_again(leader: User) -> None:
    one, other = make_volunteer(), make_volunteer()
    (shift,) = lay_out(1)
    schedule = worked_out(leader)
    taken_off = schedule.seats.get(volunteer=one)
    services.take_off(schedule_id=schedule.pk, proposed_id=taken_off.pk)
    services.solve_again(schedule_id=schedule.pk, actor=leader)
    tasks.solve_schedule(schedule.pk)
    assert [seat.volunteer for seat in schedule.seats.all()] in ([], [other])
    schedule.refresh_from_db()
    assert "tagna av för hand: 1" in gap_words(dict(schedule.gaps)[shift.pk])
    services.choose_by_hand(schedule_id=schedule.pk, shift_id=shift.pk, seat="companion", volunteer=one)
    schedule.refresh_from_db()
    assert schedule.taken_off == []


def test_a_choice_by_hand_breaks_no_rule(leader: User) -> None:
    make_volunteer(), make_volunteer()
    newcomers = [make_volunteer(status=VolunteerStatus.TRAINING) for _one in range(2)]
    (shift,) = lay_out(1)
    schedule = worked_out(leader)
    schedule.seats.all().delete()

    def choose(seat: str, volunteer: Any) -> str:
        try:
            services.choose_by_hand(schedule_id=schedule.pk, shift_id=shift.pk, seat=seat, volunteer=volunteer)
        except ValidationError as error:
            return str(error.code)
        return ""

    assert choose("driver", newcomers[0]) == ""
    assert choose("companion", newcomers[1]) == "two_newcomers"
    assert choose("companion", newcomers[0]) == "lone_driver"
    assert choose("companion", make_volunteer(status=VolunteerStatus.PAUSED)) == "may_not_drive_out"


def test_a_release_leaves_out_what_time_has_overtaken(leader: User) -> None:
    one, two = make_volunteer(), make_volunteer()
    (shift,) = lay_out(1)
    schedule = worked_out(leader)
    services.sign_up(shift_id=shift.pk, volunteer=make_volunteer(), seat="driver", actor=leader)
    result = services.release_schedule(schedule_id=schedule.pk, actor=leader)
    assert (result.seated, len(result.refused)) == (1, 1)
    assert shift.crew.count() == 2
    assert {one.pk, two.pk} & set(shift.crew.values_list("volunteer", flat=True))


def many() -> Problem:
    """Return a problem that is not solved before the search has begun."""
    people = tuple(Person(pk, is_driver=pk % 3 > 0, gladly=frozenset({pk % 5}), most=2) for pk in range(1, 25))
    days = [MONDAY + timedelta(days=day) for day in range(21)]
    return Problem(people, tuple(Slot(pk, day, day + HOURS) for pk, day in enumerate(days)))


def test_the_search_tells_how_it_goes_and_ends_when_nobody_waits() -> None:
    told: list[Progress] = []
    solution = solve(many(), lambda progress: told.append(progress) is None)
    assert list(dict.fromkeys(one.phase for one in told)) == list(Phase)
    assert {(one.people, one.shifts) for one in told} == {(24, 21)}
    best = [one.filled for one in told if one.filled is not None]
    assert best == sorted(best) and best[-1] == len(solution.choices) // 2
    assert (told[-1].gap or 0) <= 0.001
    with pytest.raises(StoppedError):
        solve(many(), lambda progress: progress.phase != Phase.SEARCHING)

    def falls(_progress: Progress) -> bool:
        raise ConnectionError("the database is away")

    with pytest.raises(ConnectionError):
        solve(many(), falls)


def test_the_page_says_how_far_it_has_come(client: HouseClient, leader: User, monkeypatch: Any) -> None:
    [make_volunteer() for _one in range(2)]
    lay_out(1)
    schedule = services.ask_for_schedule(first=clock.today() + timedelta(days=7), weeks=2, actor=leader)
    client.force_login(leader)
    page = reverse("grannstod:schedule", args=[schedule.pk])
    seen: list[str] = []

    def watched(problem: Problem, tell: Any) -> Solution:
        assert tell(Progress(Phase.SEARCHING, 45, 60, filled=57, gap=0.031))
        seen.append(client.get(page, headers={"HX-Request": "true"}).content.decode())
        return solve(problem, tell)

    assert "Det väntar på sin tur." in client.get(page).content.decode()
    monkeypatch.setattr(tasks, "solve", watched)
    tasks.solve_schedule(schedule.pk)
    assert "Bäst hittills: 57 av 60 pass" in seen[0] and "högst 4 procent" in seen[0] and "<html" not in seen[0]
    assert client.get(page, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


@pytest.mark.parametrize("was_draft", [False, True])
def test_stopped_it_is_the_draft_it_was_or_nothing(
    client: HouseClient, leader: User, monkeypatch: Any, was_draft: bool
) -> None:
    [make_volunteer() for _one in range(4)]
    lay_out(1)
    schedule = services.ask_for_schedule(first=clock.today() + timedelta(days=7), weeks=2, actor=leader)
    if was_draft:
        tasks.solve_schedule(schedule.pk)
        services.solve_again(schedule_id=schedule.pk, actor=leader)
    before = list(schedule.seats.values_list("pk", flat=True))
    client.force_login(leader)
    stop = reverse("grannstod:schedule_act", args=[schedule.pk, "stoppa"])

    def stopped(problem: Problem, tell: Any) -> Solution:
        client.post(stop)
        return solve(problem, tell)

    monkeypatch.setattr(tasks, "solve", stopped)
    tasks.solve_schedule(schedule.pk)
    schedule.refresh_from_db()
    assert schedule.status == (ScheduleStatus.DRAFT if was_draft else ScheduleStatus.DROPPED)
    assert list(schedule.seats.values_list("pk", flat=True)) == before
    assert "inte längre" in client.post(stop, follow=True).content.decode()  # it is not being worked out any more


def test_a_worker_that_was_overtaken_stores_nothing(leader: User) -> None:
    make_volunteer(), make_volunteer()
    lay_out(1)
    schedule = services.ask_for_schedule(first=clock.today() + timedelta(days=7), weeks=2, actor=leader)
    first = transitions.move_schedule(schedule_id=schedule.pk, to=ScheduleStatus.SOLVING, actor=None)
    transitions.move_schedule(schedule_id=schedule.pk, to=ScheduleStatus.WAITING, actor=None)
    transitions.move_schedule(schedule_id=schedule.pk, to=ScheduleStatus.SOLVING, actor=None)
    with pytest.raises(MoveRefusedError):
        transitions.store_solution(schedule_id=schedule.pk, solution=solve(gather(schedule)), begun_at=first.moved_at)
    assert not schedule.seats.exists()


def test_a_schedule_whose_worker_died_is_found(leader: User) -> None:
    make_volunteer(), make_volunteer()
    lay_out(1)
    schedule = services.ask_for_schedule(first=clock.today() + timedelta(days=7), weeks=2, actor=leader)
    Schedule.objects.filter(pk=schedule.pk).update(
        status=ScheduleStatus.SOLVING, moved_at=clock.now() - timedelta(minutes=6)
    )
    services.wake_schedules()
    schedule.refresh_from_db()
    assert schedule.status == ScheduleStatus.WAITING


def test_a_day_both_ways_and_half_a_time_away_are_refused(client: HouseClient, volunteer: User) -> None:
    make_volunteer(volunteer)
    client.force_login(volunteer)
    form = {"gladly": ["0"], "never": ["0"], "part": "any", "seat": "either", "most": "4"}
    assert client.post(reverse("grannstod:wishes"), form).status_code == 422
    half = form | {"never": ["1"], "away_from": "2026-12-24"}
    assert client.post(reverse("grannstod:wishes"), half).status_code == 422
    assert client.post(reverse("grannstod:wishes"), half | {"away_until": "2026-12-31"}).status_code == 302
    assert Wish.objects.get().gladly == [0]


def test_a_schedules_moves_end_in_released_or_dropped() -> None:
    assert {here for here, there in SCHEDULE_MOVES.items() if not there} == {"released", "dropped"}


def an_empty_shift() -> Shift:
    starts_at = clock.now().replace(microsecond=0) + timedelta(days=7)
    return Shift.objects.create(starts_at=starts_at, ends_at=starts_at + HOURS, car=make_car())


@pytest.mark.django_db
def test_a_draft_is_shown_and_the_release_says_what_is_not_theirs_after_all(client: Any, mailoutbox: Any) -> None:
    leader = person(roles.GRANNSTOD_LEADER)
    one, other, third = make_volunteer(), make_volunteer(), make_volunteer()
    shift = an_empty_shift()
    schedule = make_schedule(status="draft", first=clock.local(shift.starts_at).date())
    for seat, who in (("driver", one), ("companion", other)):
        services.choose_by_hand(schedule_id=schedule.pk, shift_id=shift.pk, seat=seat, volunteer=who)
    assert [services.show_draft(schedule_id=schedule.pk, actor=leader) for _twice in range(2)] == [2, 0]
    client.force_login(one.user)
    assert "Föreslaget för dig" in client.get(reverse("grannstod:seats")).content.decode()
    services.choose_by_hand(schedule_id=schedule.pk, shift_id=shift.pk, seat="companion", volunteer=third)
    mailoutbox.clear()
    services.release_schedule(schedule_id=schedule.pk, actor=leader)
    said = {mail.to[0]: "Blev inte ditt ändå" in mail.body for mail in mailoutbox}
    assert said == {one.user.email: False, other.user.email: True, third.user.email: False}
    assert not schedule.shown.exists()


@pytest.mark.django_db
def test_who_was_shown_a_draft_is_told_when_it_is_dropped(mailoutbox: Any) -> None:
    leader, one, shift = person(roles.GRANNSTOD_LEADER), make_volunteer(), an_empty_shift()
    schedule = make_schedule(status="draft", first=clock.local(shift.starts_at).date())
    services.choose_by_hand(schedule_id=schedule.pk, shift_id=shift.pk, seat="driver", volunteer=one)
    services.show_draft(schedule_id=schedule.pk, actor=leader)
    assert services.drop_schedule(schedule_id=schedule.pk, actor=leader) == 1
    assert "Blev inte ditt ändå" in mailoutbox[-1].body
