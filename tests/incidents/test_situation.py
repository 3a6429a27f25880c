"""The situation's page: every number opens the list that it counts; in scope, logged, and of so many questions."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts import roles
from accounts.models import AuditEntry
from common import clock
from incidents import services
from incidents.models import Category, DeliveredCount
from incidents.slots_filled import SITUATION_SUMMARY
from tests.factories.incidents import make_category, make_report
from tests.factories.insights import deliver, make_source
from tests.factories.neighbourhoods import make_area, make_district

pytestmark = pytest.mark.django_db
PAGE = "/samordning/lage/"


def fill(count: int) -> None:
    area = make_area(f"Päronbacken {count}", district=make_district("Tumba"))
    for number in range(count):
        at = clock.now() - timedelta(days=10 + 7 * (number % 9), hours=number)
        make_report(
            "done" if number % 2 else "received",
            category=("graffiti", "litter")[number % 2],
            received_at=at,
            closed_at=at + timedelta(hours=20 * number) if number % 2 else None,
            area=area if number % 3 else None,
            district=area.district if number % 4 else None,
            latitude=59.2 + number / 400,
            longitude=17.8 + number / 200,
        )


def shown_and_listed(client: Client, query: str = "") -> list[tuple[int, int]]:
    page = client.get(PAGE + query).content.decode()
    found = re.findall(r'<a href="(/samordning/lage/lista/[^"]+)">(\d+)</a>', page)
    return [(int(number), listed(client, html.unescape(address))) for address, number in found]


def listed(client: Client, address: str) -> int:
    heading = re.search(r"<h1>(\d+)", client.get(address).content.decode())
    assert heading is not None
    return int(heading[1])


@pytest.mark.parametrize("query", ["", "?category=litter", "?district=tumba"])
def test_every_number_opens_its_list(client: Client, coordinator: Any, query: str) -> None:
    fill(12)
    services.fold_counts()
    client.force_login(coordinator)
    pairs = shown_and_listed(client, query)
    assert len(pairs) > 20
    assert [pair for pair in pairs if pair[0] != pair[1]] == []
    assert any(number for number, _listed in pairs)


def test_open_and_overdue_open_their_lists(client: Client, coordinator: Any) -> None:
    fill(12)
    client.force_login(coordinator)
    page = client.get(PAGE).content.decode()
    found = re.findall(r'<a href="(/samordning/anmalningar/\?heap=(?:open|late)[^"]+)">(\d+)</a>', page)
    assert len(found) == 2
    for address, number in found:
        assert client.get(html.unescape(address)).context["page"].paginator.count == int(number) > 0


def test_a_kind_kept_for_some_roles_is_counted_for_nobody_else(client: Client, coordinator: Any) -> None:
    fill(12)
    services.fold_counts()
    kept, told = Category.objects.get(code="litter"), Category.objects.get(code="graffiti")
    Category.objects.filter(pk=kept.pk).update(name="Hemligt slag")
    kept.seen_by.set(Group.objects.filter(name=roles.POLICE))
    client.force_login(coordinator)
    every_kind, chosen = client.get(PAGE).content.decode(), client.get(PAGE + "?category=litter").content.decode()
    assert "Hemligt slag" not in every_kind + chosen and told.name in every_kind
    for query in ("", "?category=litter"):
        pairs = shown_and_listed(client, query)
        assert len(pairs) > 10 and [pair for pair in pairs if pair[0] != pair[1]] == []
    assert "Hemligt slag" not in b"".join(client.get("/samordning/lage/lage.csv")).decode()
    paper = SITUATION_SUMMARY.build(f"{clock.today() - timedelta(weeks=8)}_{clock.today()}", "sv", lambda *_told: None)
    assert paper.context["trend"] is not None and "Hemligt slag" not in str(paper.context)


def test_as_many_questions_for_many_as_for_few(
    client: Client, coordinator: Any, django_assert_max_num_queries: Any
) -> None:
    client.force_login(coordinator)
    fill(12)
    client.get(PAGE)
    with django_assert_max_num_queries(24) as few:
        client.get(PAGE)
    fill(40)
    client.get(PAGE)  # the borders are read again, once
    with django_assert_max_num_queries(24) as many:
        client.get(PAGE)
    assert len(few) == len(many), [q["sql"][:120] for q in many]


@pytest.mark.parametrize("what", ["lage.xlsx", "lage.csv", "lage.geojson", "lista/lista.xlsx", "lista/lista.geojson"])
def test_what_is_taken_out_is_logged(client: Client, coordinator: Any, what: str) -> None:
    fill(3)
    client.force_login(coordinator)
    assert client.get(PAGE + what).status_code == 200
    assert AuditEntry.objects.filter(action__endswith=".export").count() == 1


def test_geojson_holds_no_text_and_no_reporter(client: Client, coordinator: Any) -> None:
    make_report(
        received_at=clock.now() - timedelta(days=8), text="Hemligt", reporter_email="a@example.com",
        latitude=59.2, longitude=17.8,
    )  # fmt: skip
    client.force_login(coordinator)
    answer = client.get(PAGE + "lista/lista.geojson")
    assert len(answer.json()["features"]) == 1
    assert "Hemligt" not in answer.content.decode()
    assert "example.com" not in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["?since=hej&until=9999-99-99", "?category=finns-inte", "?since=2030-01-01", "?until=0001-01-01"]
)
def test_what_cannot_be_read_is_ignored(client: Client, coordinator: Any, query: str) -> None:
    client.force_login(coordinator)
    assert client.get(PAGE + query).status_code == 200
    assert client.get(f"{PAGE}lista/{query}&hour=999&square=-1&took=77&week=x&sida=abc").status_code == 200


def test_agents_and_strangers_find_nothing(client: Client, agent: Any) -> None:
    assert client.get(PAGE).status_code == 302
    client.force_login(agent)
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE).status_code == 405


MAP = PAGE + "karta.json?box=17.7,59.1,18.1,59.4&zoom="


@pytest.mark.parametrize("zoom", ["9", "13", "17"])
def test_the_map_holds_every_report_once_and_each_mark_opens_as_many(
    client: Client, coordinator: Any, zoom: str
) -> None:
    fill(12)
    client.force_login(coordinator)
    marks = client.get(MAP + zoom).json()["marks"]
    assert sum(mark["count"] for mark in marks) == 12
    if zoom != "17":
        assert [mark["count"] for mark in marks] == [listed(client, mark["url"]) for mark in marks]


def test_the_map_week_by_week(client: Client, coordinator: Any) -> None:
    fill(12)
    client.force_login(coordinator)
    week = (clock.today() - timedelta(days=10)).isoformat()
    for zoom in ("9", "17"):
        marks = client.get(f"{MAP}{zoom}&week={week}").json()["marks"]
        assert 0 < sum(mark["count"] for mark in marks) < 12


@pytest.mark.parametrize("box", ["", "1,2,3", "nan,59,18,60", "18,59,17,60", "inf,1,2,3", "a,b,c,d"])
def test_a_box_that_is_none(client: Client, coordinator: Any, box: str) -> None:
    client.force_login(coordinator)
    assert client.get(f"{PAGE}karta.json?zoom=12&box={box}").status_code == 400


def test_counts_from_others_without_a_kind_stand_when_some_kind_is_kept(client: Client, coordinator: Any) -> None:
    kept, told = make_category("suspicious"), make_category("graffiti")
    make_source()
    month = f"{clock.today() - timedelta(days=40):%Y-%m}"
    deliver(f"Polisen;Inbrott;;;{month};12;\n", coordinator)
    for kind in (kept, told):
        deliver(f"Polisen;{kind.name};;;{month};7;\n", coordinator)
    DeliveredCount.objects.filter(kind=kept.name).update(category=kept)
    DeliveredCount.objects.filter(kind=told.name).update(category=told)
    kept.seen_by.set(Group.objects.filter(name=roles.POLICE))
    client.force_login(coordinator)

    def shown(query: str = "") -> set[str]:
        return {line.count.kind for line in client.get(PAGE + query).context["delivered"]}

    assert shown() == {"Inbrott", told.name}
    assert shown("?category=graffiti") == {told.name}
