"""Areas and appointments: what is allowed, what is refused and with which sentence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import User
from common import clock
from common.moves import MoveRefusedError
from neighbourhoods import services
from neighbourhoods.lifecycle import MOVES, AreaStatus
from neighbourhoods.models import Area, AreaEvent, ContactAgent
from tests.factories.neighbourhoods import make_agent, make_area, make_district, make_revival, square

pytestmark = pytest.mark.django_db


def person(name: str = "kim") -> User:
    return User.objects.create_user(f"{name}@example.com", name.title())


@pytest.mark.parametrize("here", list(AreaStatus))
@pytest.mark.parametrize("there", list(AreaStatus))
def test_every_pair_of_states_against_the_table(here: AreaStatus, there: AreaStatus) -> None:
    area = make_area(status=here)
    make_agent(area)
    if there in MOVES[here]:
        services.move_area(area=area, to=there, by=None, reason="test")
        area.refresh_from_db()
        assert area.status == there
        event = AreaEvent.objects.get(area=area)
        assert (event.moved_from, event.moved_to, event.reason) == (here, there, "test")
    else:
        with pytest.raises(MoveRefusedError):
            services.move_area(area=area, to=there, by=None)
        area.refresh_from_db()
        assert area.status == here
        assert not AreaEvent.objects.filter(area=area).exists()


def test_a_stale_page_cannot_move_an_area_twice() -> None:
    area = make_area(status=AreaStatus.ACTIVE)
    stale = Area.objects.get(pk=area.pk)
    services.move_area(area=area, to=AreaStatus.CLOSED, by=None)
    with pytest.raises(MoveRefusedError):
        services.move_area(area=stale, to=AreaStatus.DORMANT, by=None)


def test_an_area_without_agent_cannot_be_active() -> None:
    area = make_area(status=AreaStatus.FORMING)
    with pytest.raises(ValidationError) as refused:
        services.move_area(area=area, to=AreaStatus.ACTIVE, by=None)
    assert refused.value.code == "no_agent"


def test_closing_ends_the_appointments() -> None:
    appointment = make_agent()
    services.move_area(area=appointment.area, to=AreaStatus.CLOSED, by=None)
    appointment.refresh_from_db()
    assert appointment.ends_on == clock.today() + timedelta(days=1)


def test_closing_leaves_nothing_waiting() -> None:
    area = make_agent().area
    coming = make_agent(area, starts_on=clock.today() + timedelta(days=20))
    order, case = services.order_signs(area=area, by=None), make_revival(area)
    services.move_area(area=area, to=AreaStatus.CLOSED, by=None)
    for row in (order, case):
        row.refresh_from_db()
    assert (order.status, case.status, case.outcome) == ("cancelled", "done", "closed")
    assert not ContactAgent.objects.filter(pk=coming.pk).exists() and not coming.user.groups.exists()


def test_create_area_writes_the_first_event_and_a_free_address_word() -> None:
    district, other = make_district("Tumba"), make_district("Alby")
    by = person()
    area = services.create_area(name="  Åkern  Södra ", district=district, by=by, boundary=square())
    again = services.create_area(name="Åkern Södra", district=other, by=by)
    assert (area.name, area.slug, again.slug) == ("Åkern Södra", "akern-sodra", "akern-sodra-alby")
    assert area.boundary is not None and area.boundary["type"] == "MultiPolygon"
    assert AreaEvent.objects.get(area=area).actor == by
    with pytest.raises(ValidationError) as refused:
        services.create_area(name="åkern södra", district=district, by=by)
    assert refused.value.code == "name_taken"


def test_boundary_that_crosses_itself_is_refused_and_nothing_is_saved() -> None:
    area = make_area(boundary=square())
    bow_tie = {
        "type": "Polygon",
        "coordinates": [[[17.8, 59.2], [17.9, 59.3], [17.9, 59.2], [17.8, 59.3], [17.8, 59.2]]],
    }
    with pytest.raises(ValidationError) as refused:
        services.change_boundary(area=area, boundary=bow_tie, by=None)
    assert refused.value.code == "crosses_itself"
    area.refresh_from_db()
    assert area.boundary == square()
    assert services.change_boundary(area=area, boundary=None, by=None).boundary is None


def test_appoint_until_a_last_day() -> None:
    area, kim = make_area(), person()
    appointment = services.appoint_agent(
        user=kim, area=area, by=None, starts_on=date(2026, 1, 1), last_day=date(2026, 6, 30)
    )
    assert appointment.is_current(date(2026, 6, 30)) and not appointment.is_current(date(2026, 7, 1))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"starts_on": date(2026, 2, 2), "last_day": date(2026, 2, 1)}, "ends_before_start"),
        ({"is_head": True}, "head_taken"),
    ],
)
def test_appointments_that_are_refused(fields: dict[str, object], code: str) -> None:
    area = make_agent(is_head=True).area
    with pytest.raises(ValidationError) as refused:
        services.appoint_agent(user=person(), area=area, by=None, **fields)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_no_appointment_twice_in_a_closed_area_or_for_a_closed_account() -> None:
    held = make_agent()
    closed, gone = make_area(status=AreaStatus.CLOSED), person("gone")
    gone.is_active = False
    for user, area, code in (
        (held.user, held.area, "already_appointed"),
        (held.user, closed, "area_closed"),
        (gone, held.area, "inactive_person"),
    ):
        with pytest.raises(ValidationError) as refused:
            services.appoint_agent(user=user, area=area, by=None)
        assert refused.value.code == code


def test_the_database_itself_refuses_overlaps() -> None:
    held = make_agent(is_head=True)
    for user in (held.user, person()):
        with pytest.raises(IntegrityError), transaction.atomic():
            ContactAgent.objects.create(user=user, area=held.area, is_head=True, period=held.period)


def test_end_appointment_and_end_it_again() -> None:
    held = make_agent()
    services.end_appointment(appointment=held, by=None, last_day=clock.today() - timedelta(days=1))
    held.refresh_from_db()
    assert not held.is_current()
    with pytest.raises(ValidationError) as refused:
        services.end_appointment(appointment=held, by=None)
    assert refused.value.code == "ended_already"


def test_an_appointment_that_has_not_begun_is_taken_away() -> None:
    held = make_agent(starts_on=clock.today() + timedelta(days=30))
    services.end_appointment(appointment=held, by=None)
    assert not ContactAgent.objects.filter(pk=held.pk).exists()


def test_hand_over_leaves_no_gap_and_no_overlap() -> None:
    held, neighbour = make_agent(is_head=True), person()
    new = services.hand_over(appointment=held, to=neighbour, by=None, on=date(2027, 3, 1))
    held.refresh_from_db()
    assert held.ends_on == new.starts_on == date(2027, 3, 1)
    assert new.is_head and new.area == held.area and new.period == DateRange(date(2027, 3, 1), None)
