"""The start page, the desk and the portal: who gets where, and that they cost the same however much there is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import roles
from common import clock
from tests.factories.accounts import person
from tests.factories.incidents import make_report
from tests.factories.neighbourhoods import make_agent, make_area, make_interested, make_revival
from tests.factories.newsletters import make_issue

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("path", "allowed"), [("/samordning/", "coordinator"), ("/portal/", "agent")])
def test_a_page_is_for_those_it_is_made_for(client, request, path, allowed) -> None:
    assert client.get(path).status_code == 302
    for name in ("coordinator", "agent", "volunteer", "police"):
        client.force_login(request.getfixturevalue(name))
        assert client.get(path).status_code == (200 if name == allowed else 404), name
        assert client.post(path).status_code == (405 if name == allowed else 404), name


@pytest.mark.parametrize(
    ("person", "there"),
    [
        ("coordinator", "/samordning/"),
        ("agent", "/portal/"),
        ("volunteer", "/grannstod/"),
        ("police", "/samordning/anmalningar/"),
    ],
)
def test_signing_in_leads_to_ones_own_page(client, request, person, there) -> None:
    client.force_login(request.getfixturevalue(person))
    assert client.get("/vidare/")["Location"] == there


def test_who_has_no_desk_finds_reports_and_retention_in_the_menu(client, police, agent) -> None:
    officer = person(roles.RECORDS_OFFICER)
    ways = ("/samordning/anmalningar/", "/samordning/gallring/")
    for who, shown in ((police, [True, False]), (officer, [False, True]), (agent, [False, False])):
        client.force_login(who)
        page = client.get("/").content.decode()
        assert [f'<a href="{way}"' in page for way in ways] == shown
        for way, is_shown in zip(ways, shown, strict=True):
            assert client.get(way).status_code == (200 if is_shown else 404)


def test_a_letter_that_is_late_stands_on_the_desk(client, coordinator) -> None:
    late = make_issue(send_at=clock.now() + timedelta(days=5))
    client.force_login(coordinator)
    answer = client.get("/samordning/")
    assert answer.status_code == 200
    assert f'href="/nyhetsbrev/redaktion/{late.pk}/"' in answer.content.decode()


def test_the_portal_shows_the_own_area_and_no_other(client, agent, other_agent) -> None:
    own, other = make_area(name="Egna gården"), make_area(name="Andra gården")
    make_agent(area=own, user=agent)
    make_agent(area=other, user=other_agent)
    make_report(area=other, district=other.district)
    client.force_login(agent)
    page = client.get("/portal/").content.decode()
    assert "Egna gården" in page
    assert "Andra gården" not in page


def test_what_the_areas_ask_stands_on_the_desk(client, coordinator) -> None:
    make_area()
    make_revival()
    make_interested()
    client.force_login(coordinator)
    page = client.get("/samordning/").content.decode()
    for asked in ("/samordning/omraden/?lage=without_agent", "/samordning/vackning/?status=waiting"):
        assert asked in page
    assert "/samordning/intresserade/?status=new" in page


@pytest.mark.parametrize(("path", "person"), [("/", None), ("/samordning/", "coordinator"), ("/portal/", "agent")])
def test_one_row_or_thirty_cost_the_same(client, request, path, person) -> None:
    user = request.getfixturevalue(person) if person else None
    if user:
        client.force_login(user)
    area = make_area()
    make_agent(area=area, user=request.getfixturevalue("agent"))
    make_report(area=area, district=area.district)
    make_issue()
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for number in range(2, 31):
        make_issue(number=number, blocks=0)
        make_report(area=make_area(district=area.district), district=area.district)
        make_report(area=area, district=area.district)
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) <= len(one) + 1, [query["sql"][:120] for query in many]
