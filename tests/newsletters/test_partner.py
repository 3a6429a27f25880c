"""A partner from another organisation reads one issue by link and code, and nothing else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import PartnerAccess
from accounts.services import remember_partner, revoke_partner_access
from newsletters import services
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue
from tests.factories.newsletters import make_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> Issue:
    return make_issue(status=IssueStatus.DRAFT, title="Utkast om cyklar")


def enter(client, access: PartnerAccess) -> None:
    """Put the access in the visitor's session, as the right code does."""
    session = client.session
    request = type("Visit", (), {"session": session})()
    remember_partner(request, access)
    session.save()
    client.cookies["sessionid"] = session.session_key


def invite(client, coordinator, issue: Issue) -> PartnerAccess:
    client.force_login(coordinator)
    posted = {"organisation": "Polisen", "email": "partner@example.org"}
    assert client.post(reverse("newsletters:invite_partner", args=[issue.pk]), posted).status_code == 302
    client.logout()
    return PartnerAccess.objects.get()


def test_a_partner_reads_the_issue_it_was_let_in_for(client, coordinator, issue) -> None:
    enter(client, invite(client, coordinator, issue))
    assert issue.title in client.get(reverse("newsletters:partner", args=[issue.pk])).content.decode()


def test_a_partner_reads_no_other_issue_and_nobody_reads_without(client, coordinator, issue) -> None:
    other = make_issue(status=IssueStatus.DRAFT, number=2)
    assert client.get(reverse("newsletters:partner", args=[issue.pk])).status_code == 404
    enter(client, invite(client, coordinator, issue))
    assert client.get(reverse("newsletters:partner", args=[other.pk])).status_code == 404


def test_a_revoked_partner_is_out_at_once(client, coordinator, issue) -> None:
    access = invite(client, coordinator, issue)
    enter(client, access)
    revoke_partner_access(by=coordinator, access=access)
    assert client.get(reverse("newsletters:partner", args=[issue.pk])).status_code == 404


def test_police_may_not_let_others_in(client, police, issue) -> None:
    client.force_login(police)
    assert client.post(reverse("newsletters:invite_partner", args=[issue.pk]), {}).status_code == 404
    assert services.partner_purpose(issue) not in PartnerAccess.objects.values_list("purpose", flat=True)
