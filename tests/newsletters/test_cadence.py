"""The year's dates, the alarms when one is missed, and the second reading of somebody who is alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import roles
from accounts.models import User
from common import clock
from newsletters import periodic, sending, services
from newsletters.figures import approvers_of
from newsletters.lifecycle import IssueStatus
from newsletters.models import Alarm, Issue
from post.sending import chunks
from tests.factories.accounts import person
from tests.factories.neighbourhoods import make_agent
from tests.factories.newsletters import make_issue, make_series

pytestmark = pytest.mark.django_db

SENDING = datetime(2027, 4, 14, 9, tzinfo=clock.STOCKHOLM)


@pytest.fixture
def chief(db: None) -> User:
    return person(roles.CHIEF_OF_SECURITY)


@pytest.fixture
def told(coordinator: User, chief: User) -> None:
    series = make_series()
    series.approvers.add(chief)
    series.told_first.add(coordinator)
    series.told_next.add(chief)


def sweep(moment: datetime) -> list[tuple[str, int]]:
    with clock.at(moment):
        periodic.raise_alarms()
    return list(Alarm.objects.values_list("kind", "step"))


def test_deadlines_avoid_holidays() -> None:
    issues = services.plan_year(series=make_series(issues_per_year=11), year=2027)
    for issue in issues:
        assert clock.is_working_day(issue.text_due_on)
        assert clock.is_working_day(issue.approve_due_on)
        assert issue.text_due_on < issue.approve_due_on < issue.send_at.date()


def test_a_year_that_has_begun_gets_no_issues_of_days_that_have_passed(told) -> None:
    with clock.at(datetime(2027, 5, 12, 12, tzinfo=clock.STOCKHOLM)):
        made = services.plan_year(series=make_series(issues_per_year=9), year=2027)
        assert made and all(issue.send_at > clock.now() for issue in made)
        assert [issue.number for issue in made] == list(range(10 - len(made), 10))
        assert all(issue.text_due_on >= clock.today() for issue in made)
        assert not Issue.objects.late() and periodic.raise_alarms() is None and not Alarm.objects.exists()


def test_a_late_text_is_said_once_and_then_to_those_above(told, coordinator, chief) -> None:
    make_issue(send_at=SENDING, status=IssueStatus.DRAFT)  # text by Wednesday 7 April
    assert sweep(datetime(2027, 4, 7, 23, tzinfo=clock.STOCKHOLM)) == []
    assert sweep(datetime(2027, 4, 8, 1, tzinfo=clock.STOCKHOLM)) == [("text", 1)]
    assert sweep(datetime(2027, 4, 8, 2, tzinfo=clock.STOCKHOLM)) == [("text", 1)]
    assert [message.to for message in mail.outbox] == [[coordinator.email]]
    assert sweep(datetime(2027, 4, 9, 9, tzinfo=clock.STOCKHOLM)) == [("text", 1), ("text", 2)]
    assert {message.to[0] for message in mail.outbox[1:]} == {coordinator.email, chief.email}


def test_a_late_approval_is_said_to_the_approver(told, chief) -> None:
    make_issue(send_at=SENDING, status=IssueStatus.REVIEW)
    assert sweep(datetime(2027, 4, 12, 1, tzinfo=clock.STOCKHOLM)) == [("approval", 1)]
    assert chief.email in {message.to[0] for message in mail.outbox}


def test_a_beat_that_was_down_misses_no_alarm(told) -> None:
    make_issue(send_at=SENDING, status=IssueStatus.SCHEDULED)
    raised = sweep(SENDING + timedelta(days=9))
    assert set(raised) == {("sending", 1), ("sending", 2), ("overdue", 1), ("overdue", 2)}


def test_a_new_date_is_a_new_promise(told, coordinator) -> None:
    issue = make_issue(send_at=SENDING, status=IssueStatus.SCHEDULED)
    sweep(SENDING + timedelta(hours=1))
    with clock.at(SENDING + timedelta(hours=2)):
        services.schedule(issue=issue, at=SENDING + timedelta(days=1), by=coordinator)
    assert len(sweep(SENDING + timedelta(days=1, hours=1))) == 2


def test_what_is_sent_or_in_time_gives_no_alarm(told) -> None:
    make_issue(send_at=SENDING, status=IssueStatus.SENT)
    make_issue(send_at=SENDING + timedelta(days=60), number=2)
    assert sweep(SENDING + timedelta(days=1)) == []


def test_a_sending_that_was_held_and_forgotten_is_noticed(told) -> None:
    make_issue(send_at=SENDING, status=IssueStatus.PAUSED)
    assert sweep(SENDING + timedelta(hours=3)) == []
    assert sweep(SENDING + timedelta(hours=4)) == [("stalled", 1)]


def test_next_year_is_laid_out_in_time_where_nobody_has() -> None:
    going_on, planned, ended = (make_series(code=code, issues_per_year=4) for code in ("A", "B", "C"))
    for series, year in ((going_on, 2027), (planned, 2027), (ended, 2026)):
        services.plan_year(series=series, year=year)
    make_issue(series=planned, send_at=datetime(2028, 3, 1, 9, tzinfo=clock.STOCKHOLM))
    with clock.at(datetime(2027, 10, 31, 23, tzinfo=clock.STOCKHOLM)):
        assert services.plan_ahead() == 0
    with clock.at(datetime(2027, 11, 1, 6, tzinfo=clock.STOCKHOLM)):
        assert services.plan_ahead() == 1
        assert services.plan_ahead() == 0
    assert Issue.objects.filter(year=2028, series=going_on).count() == 4
    assert Issue.objects.filter(year=2028).count() == 5


def test_an_alarm_nobody_can_hear_is_still_noted() -> None:
    make_issue(send_at=SENDING, status=IssueStatus.DRAFT)
    User.objects.all().delete()
    sweep(datetime(2027, 4, 8, 1, tzinfo=clock.STOCKHOLM))
    assert Alarm.objects.get().people == 0


def test_only_those_the_series_names_approve(told, coordinator, chief) -> None:
    issue = make_issue(status=IssueStatus.REVIEW)
    with pytest.raises(ValidationError) as refused:
        services.approve(issue=issue, by=coordinator)
    assert refused.value.code == "not_named"
    assert services.approve(issue=issue, by=chief).status == IssueStatus.APPROVED


def test_when_the_named_approver_has_left_the_role_decides(told, coordinator, chief) -> None:
    issue = make_issue(status=IssueStatus.REVIEW)
    chief.is_active = False
    chief.save()
    assert list(approvers_of(issue.series)) == [coordinator]
    assert services.approve(issue=issue, by=coordinator).approved_by == coordinator


def test_the_only_approver_reads_own_text_again_after_a_day(coordinator) -> None:
    issue = make_issue(status=IssueStatus.REVIEW, written_by=coordinator)
    now = clock.now()
    assert services.approve(issue=issue, by=coordinator).status == IssueStatus.REVIEW
    with clock.at(now + timedelta(hours=23)), pytest.raises(ValidationError) as refused:
        services.approve(issue=issue, by=coordinator)
    assert refused.value.code == "too_soon"
    with clock.at(now + timedelta(hours=25)):
        assert services.approve(issue=issue, by=coordinator).status == IssueStatus.APPROVED
    assert list(issue.events.values_list("reason", flat=True)) == ["first_reading", "second_reading"]


def test_a_changed_text_is_read_from_the_beginning(coordinator) -> None:
    issue = make_issue(status=IssueStatus.REVIEW, written_by=coordinator)
    services.approve(issue=issue, by=coordinator)
    services.take_back(issue=issue, by=coordinator)
    issue = services.submit(issue=issue, by=coordinator)
    with clock.at(clock.now() + timedelta(hours=30)):
        assert services.approve(issue=issue, by=coordinator).status == IssueStatus.REVIEW


@pytest.mark.parametrize("choice", ["skicka-nu", "schemalagg", "stall-in"])
def test_what_is_long_overdue_is_asked_about(client, coordinator, choice) -> None:
    issue = make_issue(status=IssueStatus.SCHEDULED, send_at=clock.now() - timedelta(days=3))
    periodic.send_due()
    assert Issue.objects.get().status == IssueStatus.SCHEDULED
    client.force_login(coordinator)
    page = client.get(reverse("newsletters:edit", args=[issue.pk])).content.decode()
    assert "skicka-nu" in page
    day = (clock.today() + timedelta(days=5)).isoformat()
    client.post(reverse("newsletters:act", args=[issue.pk]), {"gor": choice, "send_at": f"{day}T09:00"})
    periodic.send_due()
    wanted = {"skicka-nu": IssueStatus.SENDING, "schemalagg": IssueStatus.SCHEDULED, "stall-in": IssueStatus.CANCELLED}
    assert Issue.objects.get().status == wanted[choice]


def test_a_sending_is_held_and_goes_on(coordinator) -> None:
    issue = make_issue(status=IssueStatus.SCHEDULED, send_at=clock.now())
    periodic.send_due()
    services.pause(issue=issue, by=coordinator)
    held = Issue.objects.select_related("mailing").get()
    assert (held.status, held.mailing.status) == (IssueStatus.PAUSED, "paused")
    services.resume(issue=issue, by=coordinator)
    assert Issue.objects.get().status == IssueStatus.SENDING
    services.cancel(issue=issue, by=coordinator)
    held.mailing.refresh_from_db()
    assert held.mailing.status == "cancelled"


def test_the_desk_follows_a_sending_and_shows_all_anew_when_it_is_through(client, coordinator) -> None:
    make_agent()
    issue = sending.begin(make_issue(status=IssueStatus.SCHEDULED, send_at=clock.now()).pk)
    client.force_login(coordinator)
    chunks.fan_out(issue.mailing)
    assert "0 av 1</span>" in client.get(reverse("newsletters:desk"), {"ar": issue.year}).content.decode()
    part = reverse("newsletters:progress", args=[issue.pk])
    assert f'hx-get="{part}"' in client.get(reverse("newsletters:edit", args=[issue.pk])).content.decode()
    answer = client.get(part)
    assert 'hx-trigger="every 2s"' in answer.content.decode() and "HX-Refresh" not in answer
    services.pause(issue=issue, by=coordinator)
    answer = client.get(part)
    assert "hx-get" not in answer.content.decode() and answer["HX-Refresh"] == "true"


def test_the_hour_that_daylight_saving_skips_or_repeats_is_refused(client, coordinator) -> None:
    issue = make_issue(status=IssueStatus.APPROVED)
    client.force_login(coordinator)
    for moment in ("2027-03-28T02:30", "2027-10-31T02:30"):
        asked = {"gor": "schemalagg", "send_at": moment}
        page = client.post(reverse("newsletters:act", args=[issue.pk]), asked, follow=True).content.decode()
        assert Issue.objects.get().status == IssueStatus.APPROVED
        assert "klock" in page.split("<h1")[0]


def test_a_year_is_laid_out_from_the_desk(client, coordinator) -> None:
    make_series(issues_per_year=4)
    client.force_login(coordinator)
    year = clock.today().year
    client.post(reverse("newsletters:plan"), {"ar": year + 1})
    assert Issue.objects.filter(year=year + 1).count() == 4
    for wrong in ("", "1999", "abc", "²027", str(year + 9)):
        assert client.post(reverse("newsletters:plan"), {"ar": wrong}).status_code == 302
    assert Issue.objects.count() == 4
