"""The leader's desk and the coverage of the municipality."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import roles
from accounts.models import User
from common import clock
from grannstod import cards, services
from grannstod.figures.coverage import coverage
from grannstod.figures.desk import gaps, month_starts, seen_by_place, unanswered
from grannstod.models import Observation, Patrol
from tests.factories.accounts import HouseClient, person
from tests.factories.grannstod import make_observation, make_patrol, make_shift, make_volunteer
from tests.factories.neighbourhoods import make_area

pytestmark = pytest.mark.django_db
SQUARE = {"type": "Polygon", "coordinates": [[[17.8, 59.2], [17.9, 59.2], [17.9, 59.3], [17.8, 59.3], [17.8, 59.2]]]}


@pytest.fixture
def leader() -> User:
    return person(roles.GRANNSTOD_LEADER)


def test_the_desk_says_what_needs_the_leader(client: HouseClient, leader: User) -> None:
    shift = make_shift(clock.now() + timedelta(days=3))
    shift.crew.get(seat="driver").delete()
    idle = make_volunteer(joined_on=clock.today() - timedelta(days=90), licence_until=clock.today())
    make_observation(make_patrol(), outcome=Observation.Outcome.FAULT_REPORT)
    client.force_login(leader)
    page = client.get(reverse("grannstod:desk")).content.decode()
    assert list(gaps(leader)) == [shift]
    assert unanswered(leader).count() == 1
    assert 'href="/samordning/sms/"' in page
    assert page.count(str(idle)) == 2  # has not driven, and the licence runs out
    cars = page.split('id="bilar"')[1].split('id="luckor"')[0]
    assert Patrol.objects.get().shift.car.name in cars and shift.car.name not in cars


def test_what_the_coordinators_desk_tells_of_driven_patrols(leader: User) -> None:
    patrol = make_patrol()
    make_observation(patrol, outcome=Observation.Outcome.POLICE)
    make_observation(patrol)
    assert cards.driven(leader) == []  # under way
    driver = patrol.shift.crew.get(seat="driver").volunteer.user
    services.end_patrol(patrol_id=patrol.pk, km=31, actor=driver)
    (line,) = cards.driven(leader)
    assert line.url == reverse("grannstod:patrol", args=[patrol.pk])
    assert line.detail == "2 iakttagelser, 1 till polisen, 31 km" and patrol.shift.car.name in line.title
    assert [one.url for one in cards.driven(driver)] == [line.url]
    assert cards.driven(make_volunteer().user) == []
    with clock.at(clock.now() + timedelta(days=8)):
        assert cards.driven(leader) == []


def test_a_driver_whose_licence_has_run_out_by_then_is_a_gap(client: HouseClient, leader: User) -> None:
    shift, fine = (make_shift(clock.now() + timedelta(days=days)) for days in (3, 4))
    driver = shift.crew.get(seat="driver").volunteer
    assert not gaps(leader)
    for papers in ({"licence_until": clock.today() + timedelta(days=2)}, {"is_driver": False}):
        type(driver).objects.filter(pk=driver.pk).update(**{"licence_until": None, "is_driver": True} | papers)
        assert list(gaps(leader)) == [shift]
    type(driver).objects.filter(pk=driver.pk).update(licence_until=clock.today() + timedelta(days=3), is_driver=True)
    type(driver).objects.filter(pk=fine.crew.get(seat="driver").volunteer_id).update(licence_until=clock.today())
    assert list(gaps(leader)) == [fine]
    client.force_login(leader)
    assert "den som kör har inget körkort som gäller" in client.get(reverse("grannstod:desk")).content.decode()


def test_an_area_not_visited_longest_comes_first_and_one_seen_is_recent(client: HouseClient, leader: User) -> None:
    never, seen_one = make_area(), make_area(boundary=SQUARE)
    observation = make_observation(make_patrol(), latitude=59.25, longitude=17.85)
    found = coverage()
    assert [line.name for line in found.lines] == [never.name, seen_one.name]
    assert [line.is_recent for line in found.lines] == [False, True]
    assert found.months[-1] == (clock.today().replace(day=1), 1)
    Observation.objects.filter(pk=observation.pk).update(observed_at=clock.local(clock.now()) - timedelta(days=43))
    assert not coverage().recent
    Observation.objects.filter(pk=observation.pk).update(observed_at=clock.now() - timedelta(days=700))
    long_ago = coverage().lines[-1]
    assert (long_ago.name, long_ago.days) == (seen_one.name, 0)
    assert long_ago.last_on == clock.local(clock.now() - timedelta(days=700)).date()
    client.force_login(leader)
    assert seen_one.name in client.get(reverse("grannstod:coverage")).content.decode()


def test_months_go_back_over_a_new_year() -> None:
    day = clock.today().replace(year=2027, month=1, day=31)
    assert [f"{first:%Y-%m-%d}" for first in month_starts(day, 3)] == ["2026-11-01", "2026-12-01", "2027-01-01"]


def test_what_was_seen_counts_by_kind(leader: User) -> None:
    patrol = make_patrol()
    make_observation(patrol)
    make_observation(patrol)
    assert sum(line.total for line in seen_by_place(leader)) == 2
    assert Patrol.objects.count() == 1


def test_what_was_seen_counts_by_area_too(client: HouseClient, leader: User) -> None:
    area = make_area(boundary=SQUARE)
    make_observation(make_patrol(), latitude=59.25, longitude=17.85)
    make_observation(Patrol.objects.get(), latitude=59.9, longitude=17.85)
    by_place = {line.place: line.areas for line in seen_by_place(leader)}
    assert by_place == {area.district.name: ((area.name, 1),), "": ()}
    client.force_login(leader)
    assert f"{area.name} 1" in client.get(reverse("grannstod:desk")).content.decode()
