"""Following a place: asked for twice, told once, left in one click, and a feed that knows when nothing is new."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.urls import reverse

from common import clock
from incidents import services
from incidents.services import Place, Rhythm
from neighbourhoods.models import District
from post.models import Mailing, MailingList, Subscription
from post.services import set_reading
from tests.factories import neighbourhoods as places
from tests.factories.incidents import make_category, make_report

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MORNING = clock.start_of_day(date(2026, 3, 4)) + timedelta(hours=8)  # a Wednesday


@pytest.fixture
def tumba() -> District:
    cache.clear()
    return places.make_district("Tumba")


def follower(place: Place, rhythm: str, email: str = "a@example.com") -> str:
    services.follow_place(place=place, rhythm=rhythm, email=email, language="sv")
    key = f"reports:{place.key}:{rhythm}"
    set_reading(mailing_list=MailingList.objects.get(key=key), email=email, reads=True, reason="test")
    return key


def released(at: Any, **fields: Any) -> Any:
    return make_report(**{"released_at": at, "received_at": at, "public_text": "Släppta ord"} | fields)


def words(mailing: Mailing) -> str:
    return bytes(mailing.contents.get(language="sv").body).decode("utf-8", "replace")


def test_following_is_confirmed_by_mail(client: Any, tumba: District, mailoutbox: Any) -> None:
    sent = {"place": f"district:{tumba.pk}", "rhythm": "daily", "email": "a@example.com"}
    assert client.post("/anmalningar/folj/", sent)["Location"].endswith("?tack=1")
    row = Subscription.objects.get()
    assert (row.status, row.list.key) == ("pending", f"reports:district:{tumba.pk}:daily")
    assert [letter.to for letter in mailoutbox] == [["a@example.com"]]
    assert services.tell_followers_of_places() == 0


@pytest.mark.parametrize("place", ["", "district:0", "area:0", "nonsense", "district:x"])
def test_places_that_are_none(client: Any, tumba: District, place: str) -> None:
    sent = {"place": place, "rhythm": "daily", "email": "a@example.com"}
    assert client.post("/anmalningar/folj/", sent).status_code == 422
    assert client.post("/anmalningar/folj/", sent | {"place": "all", "rhythm": "ofta"}).status_code == 422


def test_an_address_is_not_asked_without_end(client: Any, tumba: District) -> None:
    sent = {"place": "all", "rhythm": "daily", "email": "a@example.com"}
    assert [client.post("/anmalningar/folj/", sent).status_code for _time in range(6)] == [302] * 5 + [429]


def test_at_once_tells_each_release_once_and_a_follower_of_two_places_gets_one(tumba: District) -> None:
    area = places.make_area(district=tumba)
    keys = {follower(Place(district=tumba), "now"), follower(Place(area=area), "now")}
    with clock.at(MORNING):
        released(MORNING - timedelta(minutes=5), district=tumba, area=area)
        released(MORNING - timedelta(minutes=5))
        make_report(district=tumba)
        assert [services.tell_followers_of_places() for _time in range(2)] == [1, 0]
    mailing = Mailing.objects.get(key__startswith="reports:")
    assert {each.key for each in mailing.lists.all()} == keys
    assert mailing.contents.get(language="sv").subject == "1 ny anmälan i Tumba"


@pytest.mark.parametrize(("rhythm", "back"), [("daily", 1), ("weekly", 5)])
def test_a_digest_leaves_once_with_what_its_time_had(tumba: District, rhythm: str, back: int) -> None:
    follower(Place(district=tumba), rhythm)
    with clock.at(MORNING):
        released(MORNING - timedelta(days=back), district=tumba)
        released(MORNING - timedelta(days=20), district=tumba)
        released(MORNING - timedelta(minutes=5), district=tumba)
    with clock.at(MORNING - timedelta(hours=3)):
        assert services.tell_followers_of_places() == 0
    with clock.at(MORNING):
        assert [services.tell_followers_of_places() for _time in range(2)] == [1, 0]
    mailing = Mailing.objects.get(key__startswith="reports:")
    assert len(re.findall("2020-[0-9]+", words(mailing))) == 2  # one report, linked in text and html


def test_nothing_released_is_no_mail(tumba: District) -> None:
    follower(Place(), Rhythm.DAILY)
    with clock.at(MORNING):
        assert services.tell_followers_of_places() == 0


def test_a_feed_shows_released_reports_only_and_answers_304(client: Any, tumba: District) -> None:
    shown = released(clock.now(), district=tumba, latitude=59.20011, longitude=17.83011, place="Exempelvägen 1")
    make_report(district=tumba)
    released(clock.now())
    answer = client.get("/anmalningar/kommundel/tumba.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)
    [entry] = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id", "").endswith(f"/anmald/{shown.number}/")
    assert entry.findtext("{http://www.georss.org/georss}point") == "59.201 17.83"
    assert "Exempelvägen" not in answer.content.decode()
    again = client.get("/anmalningar/kommundel/tumba.atom", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    released(clock.now(), district=tumba, public_text="Ett\x0b annat")
    changed = client.get("/anmalningar/kommundel/tumba.atom", headers={"If-None-Match": answer["ETag"]})
    assert changed.status_code == 200 and len(ET.fromstring(changed.content).findall(f"{ATOM}entry")) == 2


def test_feeds_of_nowhere(client: Any, tumba: District) -> None:
    quiet, told = places.make_area(), places.make_area()
    released(clock.now(), area=told)
    page = client.get("/anmalningar/folj/").content.decode()
    assert f"/omrade/{told.slug}.atom" in page and f"/omrade/{quiet.slug}.atom" not in page
    assert client.get("/anmalningar/kommundel/finns-inte.atom").status_code == 404
    assert client.get(f"/anmalningar/omrade/{quiet.slug}.atom").status_code == 404
    assert ET.fromstring(client.get("/anmalningar/flode.atom").content).findtext(f"{ATOM}updated")


def test_a_feed_takes_as_many_queries_for_fifty_as_for_one(
    client: Any, tumba: District, django_assert_num_queries: Any
) -> None:
    for amount in (1, 49):
        for _each in range(amount):
            released(clock.now(), district=tumba)
        with django_assert_num_queries(5):
            client.get("/anmalningar/kommundel/tumba.atom")


def test_an_area_is_named_only_where_a_report_stands_in_open_lists(client: Any, tumba: District) -> None:
    counted = make_category("suspicious", publishing="counts")
    quiet = places.make_area("Tysta gården", district=tumba)
    told = places.make_area("Öppna gården", district=tumba)
    released(clock.now(), area=quiet, category=counted)
    released(clock.now(), area=told)
    page = client.get("/anmalningar/folj/").content.decode()
    assert "Öppna gården" in page and "Tysta gården" not in page
    feeds = [reverse("incidents:area_feed", args=[area.slug]) for area in (told, quiet)]
    assert [client.get(feed).status_code for feed in feeds] == [200, 404]
