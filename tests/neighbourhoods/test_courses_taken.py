"""A basic course is the person's own: it goes along to a later appointment, a renewal and a role taken over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import User
from common import clock
from neighbourhoods import services
from neighbourhoods.models import ContactAgent, ListRow
from tests.factories.neighbourhoods import make_agent, make_area, make_district
from tests.factories.trainings import make_sign_up, make_training
from tests.neighbourhoods.test_bulk_agents import preview

pytestmark = pytest.mark.django_db
LONG_AGO = date(2020, 3, 3)


def appointed(user: User, **fields) -> ContactAgent:
    made = services.appoint_agent(user=user, area=make_area(), by=None, **fields)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("has_account", [True, False])
def test_a_course_taken_before_the_appointment_is_noted_with_it(has_account: bool, agent: User) -> None:
    course = make_training(in_days=-20, status="held", kind="basic_course")
    who = {"user": agent} if has_account else {"email": agent.email.upper()}
    make_sign_up(course, status="attended", **who)
    assert appointed(agent).trained_on == clock.local(course.starts_at).date()


@pytest.mark.parametrize(
    ("status", "kind", "course"),
    [("absent", "basic_course", "held"), ("attended", "theme_evening", "held"), ("attended", "basic_course", "open")],
)
def test_no_other_sign_up_is_a_course(status: str, kind: str, course: str, agent: User) -> None:
    make_sign_up(make_training(in_days=-20, status=course, kind=kind), status=status, user=agent)
    assert appointed(agent).trained_on is None


def test_who_is_appointed_anew_keeps_the_course_and_what_is_written_goes_first(agent: User) -> None:
    ended = make_agent(user=agent, trained_on=LONG_AGO, last_day=clock.today() - timedelta(days=90))
    renewed = services.appoint_agent(user=agent, area=ended.area, by=None)
    assert renewed.trained_on == LONG_AGO
    assert appointed(agent, trained_on=date(2024, 5, 5)).trained_on == date(2024, 5, 5)
    assert appointed(agent).trained_on == date(2024, 5, 5), "the latest"
    past = appointed(agent, starts_on=date(2021, 1, 1), last_day=date(2022, 1, 1))
    assert past.trained_on == LONG_AGO, "no course that was still to come"


def test_who_takes_over_brings_the_course_taken_elsewhere(agent: User, other_agent: User) -> None:
    make_agent(user=other_agent, trained_on=LONG_AGO)
    new = services.hand_over(appointment=make_agent(user=agent), to=other_agent, by=None)
    assert new.trained_on == LONG_AGO


def test_a_list_that_appoints_somebody_trained_can_still_be_undone(agent: User, coordinator: User) -> None:
    make_agent(user=agent, trained_on=LONG_AGO, period=DateRange(date(2019, 1, 1), date(2021, 1, 1)))
    area = make_area("Ekgården", district=make_district("Tumba"))
    run = preview(f"E-post;Namn;Område\n{agent.email};Åsa;Ekgården\n", by=coordinator)
    services.save_list(run=run, by=coordinator)
    assert area.agents.get().trained_on == LONG_AGO
    assert ListRow.objects.get(run=run).after["trained_on"] == LONG_AGO.isoformat()
    run.refresh_from_db()
    assert services.undo_list(run=run, by=coordinator) == 0 and not area.agents.exists()
