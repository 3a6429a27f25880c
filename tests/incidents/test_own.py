"""One's own reports by a mailed link; an agent's word about the own area's reports."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache

from common import clock
from incidents import services
from tests.factories.incidents import make_report

pytestmark = pytest.mark.django_db
ASK = "/mina-anmalningar/"


def test_the_link_lists_all_reports_of_the_address_and_no_other(client):
    cache.clear()
    mine, other = make_report(reporter_email="prov@example.com"), make_report(reporter_email="annan@example.com")
    first = client.post(ASK, {"email": "PROV@example.com"})
    nobody = client.post(ASK, {"email": "ingen@example.com"})
    assert "på väg" in first.content.decode() and "på väg" in nobody.content.decode() and len(mail.outbox) == 1
    link = re.search(r"/mina-anmalningar/\S+", mail.outbox[0].body)[0]
    page = client.get(link)
    assert mine.number in page.content.decode() and other.number not in page.content.decode()
    assert services.follow_token(mine.form_token) in page.content.decode() and page["Cache-Control"] == "no-store"
    with clock.at(clock.now() + timedelta(hours=25)):
        assert client.get(link).status_code == 404


@pytest.mark.parametrize("token", ["x", "0" * 40, "%00", "gAAAAA", "å"])
def test_forged_links_are_404(client, token):
    assert client.get(f"{ASK}{token}/").status_code == 404


@pytest.mark.parametrize("email", ["", "x", "a@b", "x" * 300 + "@example.com", "a\x00@example.com"])
def test_a_bad_address_gets_a_sentence(client, email):
    assert client.post(ASK, {"email": email}).status_code == 422 and not mail.outbox


def test_an_address_gets_a_few_mails_a_day(client):
    cache.clear()
    make_report(reporter_email="prov@example.com")
    for _time in range(8):
        client.post(ASK, {"email": "prov@example.com"})
    assert len(mail.outbox) == 5


def test_an_agent_comments_and_says_not_fixed_of_the_own_area_only(client, area, other_area, agent):
    own, others = make_report("done", area=area), make_report("done", area=other_area)
    client.force_login(agent)
    client.post(f"/portal/anmalningar/{own.number}/", {"text": "Ring 070-123 45 67 om det."})
    note = own.notes.get()
    assert note.author == agent and "070" not in note.text and note.audience == "internal"
    client.post(f"/portal/anmalningar/{own.number}/", {"not_fixed": "1"})
    own.refresh_from_db()
    assert own.status == "received" and own.events.latest("pk").actor == agent
    assert client.post(f"/portal/anmalningar/{others.number}/", {"not_fixed": "1"}).status_code == 404
    client.post(f"/portal/anmalningar/{own.number}/", {"text": " "})
    assert own.notes.count() == 1
