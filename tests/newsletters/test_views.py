"""Who reaches which page of the letters, and what they see there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue
from post.lifecycle import SubscriptionStatus
from post.models import Subscription
from tests.factories.newsletters import make_issue, make_series

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent() -> Issue:
    return make_issue(status=IssueStatus.SENT, send_at=clock.now() - timedelta(days=9), title="Mörkertid")


@pytest.fixture
def draft() -> Issue:
    return make_issue(status=IssueStatus.DRAFT, number=2, title="Hemligt utkast")


def test_the_archive_shows_what_was_sent_and_no_draft(client, sent, draft) -> None:
    page = client.get(reverse("newsletters:archive")).content.decode()
    assert sent.title in page
    assert draft.title not in page


def test_the_archive_is_searched_in_heading_and_text(client, sent) -> None:
    sent.blocks.filter(kind="text").update(text="Lås cykeln")
    address = reverse("newsletters:archive")
    assert sent.title in client.get(address, {"q": "cykel"}).content.decode()
    assert sent.title not in client.get(address, {"q": "räksmörgås"}).content.decode()


def test_a_sent_issue_is_read_on_the_web(client, sent) -> None:
    page = client.get(sent.get_absolute_url()).content.decode()
    assert "<strong>112</strong>" in page


def test_an_unsent_issue_has_no_public_page(client, draft) -> None:
    assert client.get(draft.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["edit", "preview", "preview_frame"])
def test_the_desk_is_closed_to_those_without_the_permission(client, agent, draft, name) -> None:
    address = reverse(f"newsletters:{name}", args=[draft.pk])
    assert client.get(address).status_code == 302
    client.force_login(agent)
    assert client.get(address).status_code == 404


def test_acting_is_closed_to_agents_and_to_get(client, agent, coordinator, draft) -> None:
    address = reverse("newsletters:act", args=[draft.pk])
    assert client.post(address, {"gor": "stall-in"}).status_code == 302
    client.force_login(agent)
    assert client.post(address, {"gor": "stall-in"}).status_code == 404
    client.force_login(coordinator)
    assert client.get(address).status_code == 405
    assert Issue.objects.get(pk=draft.pk).status == IssueStatus.DRAFT


def test_police_read_drafts_but_decide_nothing(client, police, draft) -> None:
    client.force_login(police)
    assert client.get(reverse("newsletters:edit", args=[draft.pk])).status_code == 200
    client.post(reverse("newsletters:act", args=[draft.pk]), {"gor": "stall-in"})
    assert Issue.objects.get(pk=draft.pk).status == IssueStatus.DRAFT


def test_script_in_a_text_is_shown_as_text(client, sent) -> None:
    sent.blocks.filter(kind="text").update(text="<script>alert(1)</script> [x](javascript:alert(1))")
    page = client.get(sent.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_subscribing_waits_for_a_yes(client) -> None:
    series = make_series()
    answer = client.post(
        reverse("newsletters:subscribe"), {"email": "Läsare@example.org".replace("ä", "a"), "series": [series.pk]}
    )
    assert answer.status_code == 200
    assert Subscription.objects.get().status == SubscriptionStatus.PENDING


@pytest.mark.parametrize("email", ["", "inte en adress", "a@b", "a@example.org\nBcc: b@example.org"])
def test_a_bad_address_gets_a_sentence_and_nothing_is_saved(client, email) -> None:
    series = make_series()
    answer = client.post(reverse("newsletters:subscribe"), {"email": email, "series": [series.pk]})
    assert answer.status_code == 400
    assert not Subscription.objects.exists()


def test_an_editor_saves_and_asks_for_approval(client, coordinator, draft) -> None:
    client.force_login(coordinator)
    block = draft.blocks.first()
    posted = {
        "version": draft.version,
        "title": "Ny rubrik",
        "preamble": "",
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 1,
        "form-0-pk": block.pk,
        "form-0-kind": "text",
        "form-0-heading": "Del",
        "form-0-text": "Ny text",
    }
    assert client.post(reverse("newsletters:edit", args=[draft.pk]), posted).status_code == 302
    held = Issue.objects.get(pk=draft.pk)
    assert (held.title, held.blocks.get().text) == ("Ny rubrik", "Ny text")
    client.post(reverse("newsletters:act", args=[draft.pk]), {"gor": "skicka-for-godkannande"})
    assert Issue.objects.get(pk=draft.pk).status == IssueStatus.REVIEW


def test_the_preview_is_framed_under_its_own_policy(client, coordinator, draft) -> None:
    client.force_login(coordinator)
    answer = client.get(reverse("newsletters:preview_frame", args=[draft.pk]))
    policy = answer["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy or "script-src 'none'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("name", ["archive", "desk"])
def test_one_issue_or_fifty_cost_the_same(client, coordinator, name) -> None:
    client.force_login(coordinator)
    make_issue(status=IssueStatus.SENT, number=1)
    client.get(reverse(f"newsletters:{name}"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(f"newsletters:{name}"))
    for number in range(2, 50):
        make_issue(status=IssueStatus.SENT, number=number, blocks=0)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(f"newsletters:{name}"))
    assert len(many) == len(one)
