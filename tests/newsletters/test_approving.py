"""Who is asked to approve, of what, and what of an approved issue can be changed without losing that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import roles
from accounts.models import User
from common import clock
from newsletters import cards, services
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue
from tests.factories.accounts import person
from tests.factories.newsletters import make_issue, make_series

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(db: None) -> User:
    return person(roles.CHIEF_OF_SECURITY)


def page_of(client, issue: Issue) -> str:
    return client.get(reverse("newsletters:edit", args=[issue.pk])).content.decode()


def test_those_who_can_approve_get_a_mail_and_nobody_else(coordinator, chief) -> None:
    person(roles.CHIEF_OF_SECURITY)
    make_series().approvers.set([chief, coordinator])
    issue = make_issue(status=IssueStatus.DRAFT, written_by=coordinator)
    services.submit(issue=issue, by=coordinator)
    assert [message.to for message in mail.outbox] == [[chief.email]]
    assert "A1 väntar på ditt godkännande" in mail.outbox[0].subject
    assert reverse("newsletters:edit", args=[issue.pk]) in mail.outbox[0].body
    services.submit(issue=make_issue(status=IssueStatus.DRAFT, number=2), by=chief)  # by an outside author
    assert [message.to for message in mail.outbox[1:]] == [[coordinator.email]]


def test_only_those_who_can_approve_are_asked_to(client, coordinator, chief) -> None:
    unnamed = person(roles.CHIEF_OF_SECURITY)
    make_series().approvers.set([chief, coordinator])
    issue = make_issue(status=IssueStatus.REVIEW, written_by=coordinator)
    asked = {}
    for who in (coordinator, unnamed, chief):
        client.force_login(who)
        asked[who] = ("godkann" in page_of(client, issue), len(cards.needs(who)))
    assert asked == {coordinator: (False, 0), unnamed: (False, 0), chief: (True, 1)}


def test_one_issue_or_ten_in_review_cost_the_same(coordinator) -> None:
    make_issue(status=IssueStatus.REVIEW)
    with CaptureQueriesContext(connection) as one:
        cards.needs(coordinator)
    for number in range(2, 10):
        make_issue(status=IssueStatus.REVIEW, number=number)
    with CaptureQueriesContext(connection) as many:
        assert len(cards.needs(User.objects.get(pk=coordinator.pk))) == 9
    assert len(many) <= len(one) + 2  # the person's permissions


def test_what_is_approved_is_what_was_read(client, chief, coordinator) -> None:
    issue = make_issue(status=IssueStatus.REVIEW, written_by=coordinator)
    read = issue.version
    held = Issue.objects.get(pk=issue.pk)
    text = [services.BlockText(None, "text", "Del", "Annat")]
    services.write(issue=held, version=held.version, title="Ny", preamble="", blocks=text, by=coordinator)
    services.submit(issue=issue, by=coordinator)
    client.force_login(chief)
    act = reverse("newsletters:act", args=[issue.pk])
    for version in (read, "", "x"):
        answer = client.post(act, {"gor": "godkann", "version": version}, follow=True)
        assert "har ändrats sedan du öppnade det" in answer.content.decode()
        assert Issue.objects.get().status == IssueStatus.REVIEW
    now = Issue.objects.get().version
    assert f'name="version" value="{now}"' in page_of(client, issue)
    client.post(act, {"gor": "godkann", "version": now})
    assert Issue.objects.get().status == IssueStatus.APPROVED


def test_a_scheduled_issue_gets_another_time_and_stays_approved(client, coordinator, chief) -> None:
    at = clock.now() + timedelta(days=3)
    issue = make_issue(status=IssueStatus.SCHEDULED, send_at=at, approved_by=chief)
    client.force_login(coordinator)
    assert "Ge det en annan tid" in page_of(client, issue)
    day = (clock.today() + timedelta(days=5)).isoformat()
    client.post(reverse("newsletters:act", args=[issue.pk]), {"gor": "schemalagg", "send_at": f"{day}T09:00"})
    issue.refresh_from_db()
    assert (issue.status, issue.approved_by) == (IssueStatus.SCHEDULED, chief)
    assert clock.local(issue.send_at).date().isoformat() == day


def test_what_is_not_written_yet_is_given_other_days(client, coordinator) -> None:
    coordinator.is_staff = True
    coordinator.save()
    issue = make_issue(status=IssueStatus.DRAFT)
    client.force_login(coordinator)
    days = reverse("admin:newsletters_issue_change", args=[issue.pk])
    assert days in page_of(client, issue)
    assert 'name="text_due_on"' in client.get(days).content.decode()


@pytest.mark.parametrize(
    ("role", "finds"), [(roles.POLICE, True), (roles.LOCAL_BRA, True), (roles.CONTACT_AGENT, False)]
)
def test_who_reads_drafts_finds_the_way_there(client, role, finds) -> None:
    client.force_login(person(role))
    assert (f'href="{reverse("newsletters:desk")}"' in client.get("/konto/").content.decode()) == finds


def test_a_series_keeps_the_words_that_its_readers_hang_on(client, coordinator) -> None:
    coordinator.is_staff = True
    coordinator.save()
    series = make_series()
    client.force_login(coordinator)
    page = reverse("admin:newsletters_series_change", args=[series.pk])
    form = {"code": "Ö", "slug": "annat", "title": "Nytt namn", "sender": "Vi", "about": "Om", "issues_per_year": 9}
    assert client.post(page, form).status_code == 302
    series.refresh_from_db()
    assert (series.code, series.slug, series.title) == ("A", "a", "Nytt namn")
    assert 'name="slug"' in client.get(reverse("admin:newsletters_series_add")).content.decode()
