"""The police's events: a real feed in another process, odd entries, broken feeds, and the desk's page."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import clock
from incidents import cards, services
from incidents.inbound import police
from incidents.models import PoliceEvent, PoliceFeed
from incidents.services import police as fetching
from tests.factories import neighbourhoods as places
from tests.whole.naughty import SHARED

pytestmark = pytest.mark.django_db
WHEN = datetime(2023, 3, 23, 8, 31, 25, tzinfo=UTC)


def event(**fields: Any) -> dict[str, Any]:
    return {
        "id": 410973,
        "datetime": "2023-03-23 9:31:25 +01:00",
        "name": "23 mars 07:57, Rån, Botkyrka",
        "summary": "Utomhus i Fittja.",
        "url": "/aktuellt/handelser/2023/mars/23/ran/",
        "type": "Rån",
        "location": {"name": "Botkyrka", "gps": "59.245941,17.840858"},
    } | fields


def body(*events: Any) -> bytes:
    return json.dumps(events).encode()


@pytest.fixture
def feed(feed_server: Any, settings: Any) -> Any:
    settings.POLICE_FEED_URL, settings.POLICE_FEED_PRIVATE_HOSTS = feed_server.url, ["127.0.0.1"]
    return feed_server


def test_events_of_the_place_are_kept_and_an_unchanged_feed_costs_one_conditional_request(feed: Any) -> None:
    fittja = places.make_district("Fittja")
    feed.serve(body(event(), event(id=2, location={"name": "Solna", "gps": ""})))
    assert services.fetch_police_events() == 1
    kept = PoliceEvent.objects.get()
    assert (kept.kind, kept.district, kept.is_time_sure) == ("Rån", fittja, True)
    assert clock.local(kept.at).strftime("%H.%M") == "07.57"
    assert kept.url == "https://polisen.se/aktuellt/handelser/2023/mars/23/ran/"
    services.fetch_police_events()
    assert feed.asked() == ["200", "304"]


def test_every_number_of_the_table_opens_its_events(coordinator: Any, client: Any) -> None:
    fittja = places.make_district("Fittja")
    held = [(fittja, 1), (fittja, 8), (None, 8), (None, 9), (fittja, 80)]
    for number, (district, days) in enumerate(held, start=1):
        at = clock.now() - timedelta(days=days)
        PoliceEvent.objects.create(police_id=number, kind="Rån", district=district, at=at, published_at=at)
    client.force_login(coordinator)
    page = client.get("/samordning/polisens-handelser/").content.decode()
    behind = re.findall(r'<a href="(\?[^"]+)#h-list">(\d+)</a>', page)
    assert len(behind) >= 4
    for address, number in behind:
        opened = client.get(f"/samordning/polisens-handelser/{html.unescape(address)}")
        assert opened.context["page"].paginator.count == int(number)
    assert client.get("/samordning/polisens-handelser/?week=x&district=y").context["page"].paginator.count == 5


def test_a_corrected_event_is_corrected_and_told_how_many(feed: Any) -> None:
    feed.serve(body(event(), event(id=2)))
    assert services.fetch_police_events() == 2
    feed.serve(body(event(summary="Rättat."), event(id=2)))
    assert services.fetch_police_events() == 1
    assert PoliceEvent.objects.get(police_id=410973).summary == "Rättat."


def test_a_feed_without_etag_is_read_again_only_when_it_changed(feed: Any, django_assert_num_queries: Any) -> None:
    feed.set_mode("no-etag")
    feed.serve(body(event()))
    services.fetch_police_events()
    with django_assert_num_queries(2):
        services.fetch_police_events()
    assert feed.asked() == ["200", "200"]


@pytest.mark.parametrize("mode", ["500", "404", "302", "drop", "stall", "drip", "huge"])
def test_a_broken_feed_is_told_at_the_desk_and_keeps_what_there_is(
    feed: Any, mode: str, monkeypatch: Any, coordinator: Any, client: Any
) -> None:
    feed.serve(body(event()))
    services.fetch_police_events()
    whole = fetching._request
    monkeypatch.setattr(fetching, "_request", lambda of: type(whole(of))(**vars(whole(of)) | {"timeout": 0.5}))
    feed.set_mode(mode)
    services.fetch_police_events()
    assert PoliceFeed.objects.get().problem and PoliceEvent.objects.count() == 1
    assert any(need.url.endswith("/polisens-handelser/") for need in cards.needs(coordinator))
    client.force_login(coordinator)
    assert 'class="errors"' in client.get("/samordning/polisens-handelser/").content.decode()
    feed.set_mode("fine")
    services.fetch_police_events()
    assert not PoliceFeed.objects.get().problem and cards.needs(coordinator) == []


def test_nobody_there(settings: Any) -> None:
    settings.POLICE_FEED_URL, settings.POLICE_FEED_PRIVATE_HOSTS = "http://127.0.0.1:9/", ["127.0.0.1"]
    assert services.fetch_police_events() == 0
    assert PoliceFeed.objects.get().problem == PoliceFeed.Problem.UNREACHABLE
    settings.POLICE_FEED_URL = ""
    assert services.fetch_police_events() == 0 and PoliceFeed.objects.count() == 1


@pytest.mark.parametrize("raw", [b"", b"<html>", b'{"a": 1}', b"[" * 100_000, b"\xff\xfe", b"null"])
def test_what_is_no_feed(raw: bytes) -> None:
    with pytest.raises(police.UnreadableFeedError):
        police.read_feed(raw, place="Botkyrka")


@pytest.mark.parametrize(
    ("odd", "fault"),
    [
        (event(id="x"), "id"),
        (event(id=True), "id"),
        (event(id=2**70), "id"),
        (event(datetime="igår"), "datetime"),
        (event(datetime="2023-02-30 10:00:00 +01:00"), "datetime"),
        (event(type=""), "type"),
        (event(type=7), "type"),
        (event(location="Botkyrka"), "location"),
        (event(location=None), "location"),
        (7, "no_event"),
        ([], "no_event"),
    ],
)
def test_an_odd_entry_is_named_and_the_rest_is_kept(odd: Any, fault: str) -> None:
    reading = police.read_feed(body(odd, event(id=5)), place="Botkyrka")
    assert [each.police_id for each in reading.events] == [5]
    assert len(reading.not_understood) == 1 and reading.not_understood[0].endswith(fault)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("23 mars 07:57, Rån", "2023-03-23 07:57"),
        ("23 mars 7.57, Rån", "2023-03-23 07:57"),
        ("22 mars kl. 23.05, Rån", "2023-03-22 23:05"),
        ("31 december 23:00, Brand", "2022-12-31 23:00"),
        ("23 mars, Rån", None),
        ("23 mars 25:00, Rån", None),
        ("30 februari 10:00, Rån", None),
        ("23 marsmånad 10:00", None),
        ("", None),
    ],
)
def test_when_it_happened_by_its_title(title: str, expected: str | None) -> None:
    found = police.happened_at(title, WHEN)
    assert (found and found.strftime("%Y-%m-%d %H:%M")) == expected


def test_links_lead_to_the_police_only() -> None:
    for path in ("//ond.example/x", "https://ond.example/", "javascript:alert(1)", "http://polisen.se/x", "//[", ""):
        assert police.read_feed(body(event(url=path)), place="Botkyrka").events[0].address == ""


def test_a_district_is_named_once_or_not_at_all() -> None:
    named = [(1, "Alby"), (2, "Hallunda-Norsborg"), (3, "Vårsta-Grödinge")]
    assert police.district_in("I Albys centrum", named) == 1
    assert police.district_in("Vid Norsborg station", named) == 2
    assert police.district_in("Mellan Alby och Hallunda", named) is None
    assert police.district_in("Albyt", named) is None


@given(st.binary(max_size=200))
def test_no_bytes_break_it(raw: bytes) -> None:
    try:
        police.read_feed(raw, place="Botkyrka")
    except police.UnreadableFeedError:
        return


def test_the_polices_own_events_are_understood() -> None:
    real = SHARED / "police" / "botkyrka_events_2023_2024.json"
    if not real.exists():
        pytest.skip(f"{real} is not here: set SHARED_DATA to the folder of real data")
    reading = police.read_feed(real.read_bytes(), place="Botkyrka")
    assert (len(reading.events), reading.not_understood) == (197, [])
    assert sum(each.happened_at is not None for each in reading.events) >= 190


def test_texts_are_forgotten_after_a_year_and_figures_stay(feed: Any) -> None:
    feed.serve(body(event()))
    services.fetch_police_events()
    assert services.forget_police_summaries(clock.now() - timedelta(days=365)) == 1
    kept = PoliceEvent.objects.get()
    assert (kept.summary, kept.title, kept.kind) == ("", "", "Rån")


def test_the_page_counts_by_district_and_week_with_the_same_queries(
    client: Any, coordinator: Any, agent: Any, django_assert_num_queries: Any
) -> None:
    tumba = places.make_district("Tumba")
    client.force_login(coordinator)

    def add(first: int, last: int) -> None:
        PoliceEvent.objects.bulk_create(
            PoliceEvent(police_id=n, kind="Brand", district=tumba, at=clock.now(), published_at=clock.now())
            for n in range(first, last)
        )

    add(1, 2)
    client.get("/samordning/polisens-handelser/")
    with django_assert_num_queries(9) as one:
        page = client.get("/samordning/polisens-handelser/")
    assert page.context["rows"][0][1][-1][0] == 1
    add(2, 51)
    with django_assert_num_queries(len(one)):
        page = client.get("/samordning/polisens-handelser/")
    assert page.context["rows"][0][1][-1][0] == 50
    client.force_login(agent)
    assert client.get("/samordning/polisens-handelser/").status_code == 404
