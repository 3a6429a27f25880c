"""Shifts: always two, one drives, nobody and no car in two places at once. The database itself holds it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from common import clock
from common.moves import MoveRefusedError
from grannstod import cards, services, transitions
from grannstod.lifecycle import VOLUNTEER_MOVES, VolunteerStatus
from grannstod.models import Car, CrewMember, Shift, Volunteer, VolunteerEvent
from tests.factories.grannstod import make_car, make_patrol, make_shift, make_volunteer

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)


def refused(code: str, **fields: Any) -> None:
    before = Shift.objects.count(), CrewMember.objects.count()
    with pytest.raises(ValidationError) as error:
        make_shift(NOON, **fields)
    assert error.value.code == code
    assert (Shift.objects.count(), CrewMember.objects.count()) == before


def test_two_people_one_of_whom_drives() -> None:
    alone = make_volunteer()
    refused("lone_driver", driver=alone, companion=alone)
    refused("not_a_driver", driver=make_volunteer(is_driver=False))
    assert make_shift(NOON, companion=make_volunteer(is_driver=False)).crew.count() == 2


@pytest.mark.parametrize("status", VolunteerStatus)
def test_only_active_people_and_newcomers_beside_them(status: VolunteerStatus) -> None:
    companion = make_volunteer(status=status)
    if status in (VolunteerStatus.ACTIVE, VolunteerStatus.TRAINING):
        assert make_shift(NOON, companion=companion).pk
    else:
        refused("may_not_drive_out", companion=companion)


def test_a_newcomer_never_with_a_newcomer() -> None:
    new = [make_volunteer(status=VolunteerStatus.TRAINING) for _ in range(2)]
    refused("two_newcomers", driver=new[0], companion=new[1])


def test_times_must_be_likely() -> None:
    refused("ends_before_start", ends_at=NOON)
    refused("too_long", ends_at=NOON + timedelta(hours=13))


def test_nobody_and_no_car_twice_at_once_but_shifts_may_follow() -> None:
    person, car = make_volunteer(), make_car()
    make_shift(NOON, driver=person, car=car)
    refused("person_taken", companion=person)
    refused("car_taken", car=car)
    assert make_shift(NOON + 3 * HOUR, companion=person, car=car).pk


def test_moving_a_shift_moves_its_crew_and_is_judged_again() -> None:
    person = make_volunteer()
    first, second = make_shift(NOON, driver=person), make_shift(NOON + 5 * HOUR, driver=person)
    Shift.objects.filter(pk=second.pk).update(starts_at=NOON + 4 * HOUR)
    assert set(second.crew.values_list("starts_at", flat=True)) == {NOON + 4 * HOUR}
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.filter(pk=second.pk).update(starts_at=NOON + HOUR)
    with pytest.raises(IntegrityError), transaction.atomic():
        CrewMember.objects.filter(shift=first).update(ends_at=NOON + HOUR)


def test_the_database_refuses_a_third_seat() -> None:
    shift = make_shift(NOON)
    for seat in ("driver", "back"):
        with pytest.raises(IntegrityError), transaction.atomic():
            CrewMember.objects.create(
                shift=shift, volunteer=make_volunteer(), seat=seat, starts_at=shift.starts_at, ends_at=shift.ends_at
            )


def test_a_night_when_the_clock_changes() -> None:
    night = datetime(2026, 10, 24, 23, tzinfo=UTC)  # 01.00 in Stockholm; 02.30 comes twice
    person = make_volunteer()
    make_shift(night, driver=person, ends_at=night + timedelta(minutes=90))
    assert make_shift(night + timedelta(minutes=90), driver=person, ends_at=night + 2 * HOUR).pk


@pytest.fixture
def people() -> list[Volunteer]:
    return [make_volunteer(is_driver=number != 4) for number in range(5)]


@pytest.fixture
def cars() -> list[Car]:
    return [make_car() for _ in range(3)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    plans=st.lists(
        st.tuples(st.integers(0, 20), st.integers(1, 6), st.integers(0, 2), st.integers(0, 4), st.integers(0, 4)),
        max_size=12,
    )
)
def test_whatever_is_planned_no_rule_is_broken(
    people: list[Volunteer], cars: list[Car], plans: list[tuple[int, int, int, int, int]]
) -> None:
    with transaction.atomic():
        for start, length, car, driver, companion in plans:
            _try(NOON + start * HOUR, length * HOUR, cars[car], people[driver], people[companion])
        _assert_rules()
        transaction.set_rollback(True)


def _try(starts: datetime, length: timedelta, car: Car, driver: Volunteer, companion: Volunteer) -> None:
    free = _is_free(starts, starts + length, car, {driver.pk, companion.pk})
    fit = driver != companion and driver.is_driver
    try:
        services.plan_shift(
            starts_at=starts, ends_at=starts + length, car=car, driver=driver, companion=companion, is_told=False
        )
    except ValidationError:
        assert not (free and fit)
    else:
        assert free
        assert fit


def _is_free(starts: datetime, ends: datetime, car: Car, people: set[int]) -> bool:
    return not any(
        shift.starts_at < ends
        and starts < shift.ends_at
        and (shift.car_id == car.pk or people & {member.volunteer_id for member in shift.crew.all()})
        for shift in Shift.objects.prefetch_related("crew")
    )


def _assert_rules() -> None:
    for shift in Shift.objects.prefetch_related("crew__volunteer"):
        crew = list(shift.crew.all())
        assert len({member.volunteer_id for member in crew}) == 2
        assert any(member.volunteer.is_driver for member in crew if member.seat == "driver")
        assert {(m.starts_at, m.ends_at) for m in crew} == {(shift.starts_at, shift.ends_at)}


def test_changing_a_shift_and_one_that_has_started(volunteer: User) -> None:
    noon = clock.now() + timedelta(days=3)
    shift = make_shift(noon)
    other = make_volunteer()
    fields = {"starts_at": noon + HOUR, "ends_at": noon + 2 * HOUR, "car": shift.car, "companion": other}
    changed = services.change_shift(shift_id=shift.pk, driver=make_volunteer(), **fields)
    assert changed.crew.get(seat="companion").volunteer == other
    started = make_patrol(volunteer).shift
    with pytest.raises(ValidationError) as error:
        services.change_shift(shift_id=started.pk, driver=make_volunteer(), **fields)
    assert error.value.code == "has_started"
    with pytest.raises(ValidationError):
        services.remove_shift(shift_id=started.pk)
    services.remove_shift(shift_id=shift.pk)
    assert not CrewMember.objects.filter(shift_id=shift.pk).exists()


def test_those_concerned_are_told_and_reminders_already_sent_stay(mailoutbox: Any) -> None:
    noon = clock.now() + timedelta(days=3)
    one, two, three = make_volunteer(), make_volunteer(), make_volunteer()
    times: dict[str, Any] = {"starts_at": noon, "ends_at": noon + 3 * HOUR, "car": make_car()}

    def told() -> list[str]:
        found = sorted(mail.to[0] for mail in mailoutbox)
        mailoutbox.clear()
        return found

    shift = services.plan_shift(**times, driver=one, companion=two)
    assert told() == sorted([one.user.email, two.user.email])
    marks = {name: clock.now() for name in ("reminded_at", "week_mail_at", "day_mail_at")}
    shift.crew.update(**marks)
    services.change_shift(shift_id=shift.pk, **times, driver=one, companion=three)
    assert told() == sorted([two.user.email, three.user.email])
    assert shift.crew.filter(**marks).get().volunteer == one
    services.change_shift(shift_id=shift.pk, **times | {"ends_at": noon + 2 * HOUR}, driver=one, companion=three)
    assert told() == sorted([one.user.email, three.user.email])
    acts: list[tuple[Any, dict[str, Any]]] = [
        (services.remove_shift, {}),
        (services.change_shift, times | {"driver": one, "companion": two}),
    ]
    for act, people in acts:
        with clock.at(noon), pytest.raises(ValidationError) as late:
            act(shift_id=shift.pk, **people)
        assert late.value.code == "is_over"
    services.remove_shift(shift_id=shift.pk)
    assert told() == sorted([one.user.email, three.user.email])


@pytest.mark.parametrize(("here", "there"), list(product(VolunteerStatus, VolunteerStatus)))
def test_every_pair_of_a_volunteers_states(here: VolunteerStatus, there: VolunteerStatus, coordinator: User) -> None:
    person = make_volunteer(status=here)
    if there in VOLUNTEER_MOVES[here]:
        assert transitions.move_volunteer(volunteer_id=person.pk, to=there, actor=coordinator).status == there
        assert VolunteerEvent.objects.get().moved_from == here
    else:
        with pytest.raises(MoveRefusedError):
            transitions.move_volunteer(volunteer_id=person.pk, to=there, actor=coordinator)


def test_the_week_shows_own_shifts_to_volunteers_and_all_to_the_desk(volunteer: User, coordinator: User) -> None:
    tomorrow = clock.start_of_day(clock.today() + timedelta(days=1)) + 10 * HOUR
    own = make_shift(tomorrow, driver=make_volunteer(volunteer))
    other = make_shift(tomorrow)
    make_shift(tomorrow + timedelta(days=10))
    assert [line.pk for line in cards.week(volunteer)] == [own.pk]
    assert {line.pk for line in cards.week(coordinator)} == {own.pk, other.pk}
    assert all(line.has_full_crew and line.state == "planned" for line in cards.week(coordinator))
