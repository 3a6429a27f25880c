"""Rules that hold for every period and every person: overlaps, scope, what lies where."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from common import clock
from neighbourhoods import cards, figures, reference, services
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, ContactAgent, District
from tests.factories.neighbourhoods import (
    make_agent,
    make_area,
    make_district,
    make_municipality,
    make_revival,
    square,
)

pytestmark = pytest.mark.django_db
FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DAY = date(2026, 1, 1)


@st.composite
def periods(draw: st.DrawFn) -> tuple[date, date | None]:
    first = draw(st.integers(0, 40))
    length = draw(st.none() | st.integers(0, 20))
    return DAY + timedelta(days=first), None if length is None else DAY + timedelta(days=first + length)


def days(period: tuple[date, date | None]) -> set[int]:
    first, last = period
    end = last or DAY + timedelta(days=100)
    return set(range((first - DAY).days, (end - DAY).days + 1))


@FEW
@given(periods(), periods(), st.booleans())
def test_two_appointments_overlap_exactly_when_they_share_a_day(
    one: tuple[date, date | None], two: tuple[date, date | None], by_service: bool
) -> None:
    with transaction.atomic():
        area, user = make_area(), User.objects.create_user("period@example.com", "Kim")
        services.appoint_agent(user=user, area=area, by=None, starts_on=one[0], last_day=one[1])
        refused = False
        try:
            with transaction.atomic():
                if by_service:
                    services.appoint_agent(user=user, area=area, by=None, starts_on=two[0], last_day=two[1])
                else:
                    ContactAgent.objects.create(user=user, area=area, period=services.period_of(*two))
        except (ValidationError, IntegrityError):
            refused = True
        assert refused == bool(days(one) & days(two))
        transaction.set_rollback(True)


@FEW
@given(periods(), st.integers(-5, 80))
def test_an_agent_sees_the_area_exactly_while_the_appointment_holds(
    period: tuple[date, date | None], offset: int
) -> None:
    with transaction.atomic():
        area, user = make_area(), User.objects.create_user("scope@example.com", "Kim")
        services.appoint_agent(user=user, area=area, by=None, starts_on=period[0], last_day=period[1])
        with clock.at(clock.start_of_day(DAY + timedelta(days=offset))):
            assert Area.objects.visible_to(user).exists() == (offset in days(period))
            assert bool(cards.portal(user)) == (offset in days(period))
        transaction.set_rollback(True)


def test_scope_of_areas_and_appointments(coordinator: User, agent: User, other_agent: User, volunteer: User) -> None:
    own = make_agent(user=agent)
    theirs = make_agent(user=other_agent, is_head=True)
    beside = make_agent(theirs.area)
    areas, held = Area.objects.visible_to, ContactAgent.objects.visible_to
    assert set(areas(coordinator)) == {own.area, theirs.area} and held(coordinator).count() == 3
    assert set(areas(agent)) == {own.area} and set(held(agent)) == {own}
    assert set(areas(other_agent)) == {theirs.area} and set(held(other_agent)) == {theirs, beside}
    for nobody in (volunteer, AnonymousUser()):
        assert not areas(nobody).exists() and not held(nobody).exists()


def test_what_lies_where_follows_every_change() -> None:
    district = make_district("Tumba", boundary=square(17.8, 59.1, 0.2))
    area = make_area(district=district, boundary=square())
    assert figures.area_at(17.831, 59.201) == area and figures.district_at(17.81, 59.11) == district
    assert figures.area_at(17.81, 59.11) is None and figures.district_at(18.5, 59.11) is None
    services.change_boundary(area=area, boundary=square(17.9), by=None)
    assert figures.area_at(17.831, 59.201) is None and figures.area_at(17.901, 59.201) == area
    services.move_area(area=area, to=AreaStatus.CLOSED, by=None)
    assert figures.area_at(17.901, 59.201) is None
    District.objects.update(boundary=None)
    lone = make_area(district=district, boundary=square(17.95))
    assert figures.district_at(17.951, 59.201) == district
    lone.delete()
    assert figures.district_at(17.951, 59.201) is None
    make_municipality(boundary=square())
    assert not figures.is_in_municipality(17.9, 59.2)


def test_the_locator_takes_one_query_when_nothing_changed() -> None:
    make_area(boundary=square())
    figures.locator()
    with CaptureQueriesContext(connection) as again:
        locator = figures.locator()
        for _number in range(100):
            locator.area_id_at(17.831, 59.201)
    assert len(again) == 1


def test_vitality_divides_the_open_areas(coordinator: User, agent: User) -> None:
    district = make_district("Tumba")
    today = clock.today()
    for status, ago in [("active", 1), ("active", 200), ("active", 900), ("dormant", 1), ("forming", 1), ("closed", 1)]:
        make_area(district=district, status=status, last_contact_on=today - timedelta(days=ago))
    make_area(district=district, last_contact_on=None)
    (row,) = figures.vitality_by_district()
    assert (row.alive, row.quiet, row.dormant, row.forming, row.without_agent, row.total) == (1, 1, 3, 1, 4, 6)
    words = [figures.vitality_of(area) for area in Area.objects.all()]
    assert {word: words.count(word) for word in ("alive", "quiet", "dormant", "forming", "closed")} == {
        "alive": row.alive,
        "quiet": row.quiet,
        "dormant": row.dormant,
        "forming": row.forming,
        "closed": 1,
    }
    assert cards.vitality(agent) == [] and cards.vitality(coordinator) == [row]
    make_revival()
    assert [need.count for need in cards.needs(coordinator, [row])] == [4, 1] and cards.needs(agent, [row]) == []


def test_reference_data_twice_is_once() -> None:
    reference.load()
    District.objects.filter(name="Alby").update(population=14_000)
    reference.load()
    assert District.objects.count() == 8 and District.objects.get(slug="alby").population == 14_000
    assert District.objects.get(slug="varsta-grodinge").name == "Vårsta-Grödinge"


def test_a_person_is_told_what_is_held_and_forgotten(agent: User) -> None:
    held = make_agent(user=agent, is_head=True, agrees_to_be_shown=True, trained_on=DAY)
    make_agent(user=agent, starts_on=clock.today() + timedelta(days=3))
    told = services.export_person(agent.email.upper())[0]
    assert (told["area"], told["is_head"], told["agrees_to_be_shown"], told["trained_on"]) == (
        str(held.area),
        True,
        True,
        DAY,
    )
    assert services.erase_person(agent.email) == 3
    held.refresh_from_db()
    assert (held.ends_on, held.is_head, held.agrees_to_be_shown, held.trained_on) == (clock.today(), False, False, None)
    assert services.erase_person(agent.email) == 0 and not agent.groups.exists()
    history = ContactAgent.history  # type: ignore[attr-defined]
    assert history.filter(id=held.pk).count() == 2 and "user" not in {
        field.name for field in history.model._meta.fields
    }
