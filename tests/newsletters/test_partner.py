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


def test_an_outside_author_writes_own_texts_and_no_others(client, coordinator, issue) -> None:
    client.force_login(coordinator)
    form = {"organisation": "Polisen", "email": "partner@example.org", "may_write": "on"}
    client.post(reverse("newsletters:invite_partner", args=[issue.pk]), form)
    client.logout()
    enter(client, PartnerAccess.objects.get())
    page = reverse("newsletters:partner", args=[issue.pk])
    text = {"version": issue.version, "heading": "Från polisen", "text": "Vi kör fler rundor."}
    assert client.post(page, text).status_code == 302
    block = issue.blocks.get(partner__isnull=False)
    assert block.text == "Vi kör fler rundor."
    stale = client.post(page, {**text, "text": "Skriver över"})
    assert "Polisen har sparat" in stale.content.decode()
    issue.refresh_from_db()
    ours = issue.blocks.filter(partner=None).first()
    refused = client.post(page, {**text, "version": issue.version, "block": ours.pk})
    assert "själv har skrivit" in refused.content.decode()
    same = [services.BlockText(one.pk, one.kind, one.heading, one.text) for one in issue.blocks.all()]
    services.write(issue=issue, version=issue.version, title="Annan", preamble="", blocks=same, by=coordinator)
    # What an editor saves meanwhile hinders no outside author: only their own text is touched.
    assert client.post(page, {**text, "version": issue.version, "block": block.pk, "text": "Ny"}).status_code == 302
    block.refresh_from_db()
    assert block.text == "Ny"
    issue.refresh_from_db()
    assert "Ta bort" in client.get(page, {"text": block.pk}).content.decode()
    gone = {**text, "version": issue.version, "remove": "on"}
    assert "själv har skrivit" in client.post(page, {**gone, "block": ours.pk}).content.decode()
    assert client.post(page, {**gone, "block": block.pk}).status_code == 302
    assert not issue.blocks.filter(pk=block.pk).exists() and issue.blocks.filter(pk=ours.pk).exists()
    assert "Ny" in issue.versions.order_by("-number")[1].text, "what was taken back can be read in the version before"


def test_a_partner_who_reads_comments_but_does_not_write(client, coordinator, issue) -> None:
    enter(client, invite(client, coordinator, issue))
    page = reverse("newsletters:partner", args=[issue.pk])
    client.post(page, {"version": issue.version, "heading": "Del", "text": "Nej"})
    assert not issue.blocks.filter(partner__isnull=False).exists()
    client.post(page, {"comment": "Byt bild"})
    assert issue.comments.get().partner is not None


def test_a_text_the_editors_took_out_meanwhile_is_given_back(client, coordinator, issue) -> None:
    client.force_login(coordinator)
    form = {"organisation": "Polisen", "email": "partner@example.org", "may_write": "on"}
    client.post(reverse("newsletters:invite_partner", args=[issue.pk]), form)
    client.logout()
    enter(client, PartnerAccess.objects.get())
    page = reverse("newsletters:partner", args=[issue.pk])
    text = {"version": issue.version, "heading": "Från polisen", "text": "Vi kör."}
    client.post(page, text)
    block = issue.blocks.get(partner__isnull=False)
    gone = {**text, "version": issue.version + 1, "block": block.pk, "text": "Mina långa ord"}
    issue.blocks.filter(pk=block.pk).delete()
    answer = client.post(page, gone)
    shown = answer.content.decode()
    assert (answer.status_code, "har tagit ut" in shown, "Mina långa ord" in shown) == (200, True, True)
    assert f'value="{block.pk}"' not in shown
    assert client.post(page, {**gone, "block": "", "version": issue.version + 1}).status_code == 302
    assert issue.blocks.get(partner__isnull=False).text == "Mina långa ord"
