"""Planning, writing, approving and scheduling letters."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts import roles
from accounts.models import User
from common import clock
from common.moves import MoveRefusedError, may_move
from newsletters import services, transitions
from newsletters.lifecycle import MOVES, IssueStatus
from newsletters.models import Issue, IssueEvent
from tests.factories.accounts import person
from tests.factories.newsletters import make_issue, make_series

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(db: None) -> User:
    return person(roles.CHIEF_OF_SECURITY)


@given(year=st.integers(2024, 2040), count=st.integers(1, 12))
def test_a_year_is_spread_over_working_days_and_july_is_left_alone(year: int, count: int) -> None:
    days = services.sending_days(year, count)
    assert len(set(days)) == count
    assert days == sorted(days)
    assert all(clock.is_working_day(day) and day.year == year and day.month != 7 for day in days)


def test_the_promise_of_the_year_is_fifteen_issues() -> None:
    planned = [
        issue
        for code, count in (("A", 9), ("B", 4), ("T", 2))
        for issue in services.plan_year(series=make_series(code=code, issues_per_year=count), year=2027)
    ]
    assert len(planned) == 15


def test_planning_again_changes_nothing() -> None:
    series = make_series(issues_per_year=4)
    first = services.plan_year(series=series, year=2027)
    moved = first[1]
    moved.send_at += timedelta(days=2)
    moved.save()
    services.plan_year(series=series, year=2027)
    assert Issue.objects.count() == 4
    assert Issue.objects.get(pk=moved.pk).send_at == moved.send_at


@pytest.mark.parametrize("here", list(IssueStatus))
@pytest.mark.parametrize("there", list(IssueStatus))
def test_every_pair_of_states_against_the_table(here: IssueStatus, there: IssueStatus) -> None:
    issue = make_issue(status=here)
    if may_move(MOVES, here, there):
        assert transitions.move(issue.pk, there, by=None).status == there
        assert IssueEvent.objects.get(issue=issue).moved_from == here
    else:
        with pytest.raises(MoveRefusedError):
            transitions.move(issue.pk, there, by=None)
        assert Issue.objects.get(pk=issue.pk).status == here
        assert not IssueEvent.objects.exists()


def test_nobody_approves_their_own_text_alone(coordinator, chief) -> None:
    issue = make_issue(status=IssueStatus.REVIEW, written_by=coordinator)
    with pytest.raises(ValidationError) as refused:
        services.approve(issue=issue, by=coordinator)
    assert refused.value.code == "own_text"
    assert services.approve(issue=issue, by=chief).approved_by == chief


def test_an_issue_that_the_house_fills_in_is_still_its_writers_own(coordinator, chief) -> None:
    issue = make_issue(status=IssueStatus.DRAFT, blocks=0)
    figures = [services.BlockText(None, "statistics", "Siffror", "")]
    services.write(issue=issue, version=issue.version, title="Ett", preamble="Mina ord", blocks=figures, by=coordinator)
    waiting = services.submit(issue=issue, by=coordinator)
    with pytest.raises(ValidationError) as refused:
        services.approve(issue=waiting, by=coordinator)
    assert refused.value.code == "own_text"
    assert services.approve(issue=waiting, by=chief).approved_by == chief


def test_a_second_editor_is_told_and_overwrites_nothing(coordinator, chief) -> None:
    issue = make_issue(status=IssueStatus.DRAFT)
    text = [services.BlockText(None, "text", "Rubrik", "Första")]
    services.write(issue=issue, version=issue.version, title="Ett", preamble="", blocks=text, by=coordinator)
    with pytest.raises(ValidationError) as refused:
        services.write(issue=issue, version=issue.version, title="Två", preamble="", blocks=[], by=chief)
    assert refused.value.code == "changed"
    held = Issue.objects.get(pk=issue.pk)
    assert (held.title, held.blocks.get().text) == ("Ett", "Första")


def test_an_issue_is_not_scheduled_in_the_past(coordinator) -> None:
    issue = make_issue(status=IssueStatus.APPROVED)
    with pytest.raises(ValidationError) as refused:
        services.schedule(issue=issue, at=clock.now() - timedelta(hours=1), by=coordinator)
    assert refused.value.code == "in_the_past"
    assert Issue.objects.get(pk=issue.pk).status == IssueStatus.APPROVED


def test_an_empty_issue_is_not_sent_for_approval(coordinator) -> None:
    issue = make_issue(status=IssueStatus.DRAFT, title="", blocks=0)
    with pytest.raises(ValidationError) as refused:
        services.submit(issue=issue, by=coordinator)
    assert refused.value.code == "empty"


def test_late_issues_are_found() -> None:
    now = datetime(2026, 11, 20, 12, tzinfo=clock.STOCKHOLM)
    on_time = make_issue(number=1, send_at=now + timedelta(days=30))
    no_text = make_issue(number=2, send_at=now + timedelta(days=2))
    with clock.at(now):
        assert list(Issue.objects.late()) == [no_text]
        assert on_time not in Issue.objects.late()
