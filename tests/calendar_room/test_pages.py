"""The calendar's page and feed: for whom, how, and with how many queries."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from accounts.models import User
from common import clock, ics
from common.clock import STOCKHOLM
from holiday_calendar import figures, services
from holiday_calendar.models import CalendarItem
from tests.factories.calendar import break_row, make_item, make_year
from tests.factories.neighbourhoods import make_district

pytestmark = pytest.mark.django_db
PAGE, FEED = "/kalender/", "/kalender/kalender.ics"


def text(client: Client, address: str = PAGE, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.status_code
    return response.content.decode()


def test_anyone_sees_what_is_public_and_coordinators_the_rest(client: Any, coordinator: User, agent: User) -> None:
    make_year()
    make_item(title="Öppen dag")
    make_item(title="Sluten styrgrupp", kind="steering", is_public=False)
    for user in (None, agent):
        if user:
            client.force_login(user)
        page = text(client)
        assert "Öppen dag" in page
        assert "Sluten styrgrupp" not in page
    client.force_login(coordinator)
    assert "Sluten styrgrupp" in text(client)


def test_filter_by_district_and_year(client: Any) -> None:
    make_year()
    make_item(title="Tumbas fest", district=make_district("Tumba"))
    make_district("Alby")
    assert "Tumbas fest" in text(client, PAGE + "?kommundel=tumba")
    assert "Tumbas fest" not in text(client, PAGE + "?kommundel=alby")
    assert "Hostlov" in text(client, PAGE + "?lasar=2026-27")
    assert "Hostlov" not in text(client, PAGE + "?lasar=2030-31")


@pytest.mark.parametrize(
    "query", ["lasar=2026-28", "lasar=99", "lasar=9999-00", "lasar=0000-01", "kommundel=finns-inte", "kommundel=%00"]
)
def test_an_address_that_is_not_there_is_404(client: Any, query: str) -> None:
    text(client, f"{PAGE}?{query}", 404)


@pytest.mark.parametrize("address", [PAGE, FEED])
def test_other_methods_are_refused(client: Any, address: str) -> None:
    for method in (client.post, client.put, client.delete):
        assert method(address).status_code == 405


def test_dates_to_be_confirmed_are_said_to_be(client: Any, coordinator: User) -> None:
    year = make_year(source="Tabellen")
    page = text(client, PAGE + "?lasar=2026-27")
    assert "Tabellen" in page
    assert 'class="chip wait"' in page
    services.confirm_school_year(year_id=year.pk, actor=coordinator)
    assert 'class="chip wait"' not in text(client, PAGE + "?lasar=2026-27")


def test_the_same_number_of_queries_for_1_and_50(client: Any) -> None:
    make_year()

    def count(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            text(client, address)
        return len(queries)

    make_item(district=make_district("Alby"))
    before = [count(PAGE), count(FEED)]
    for number in range(50):
        make_item(district=make_district(f"Kommundel {number}"), kind="coordination")
    assert [count(PAGE), count(FEED)] == before


def events(client: Client, address: str = FEED) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(response.content)
    assert [str(zone["TZID"]) for zone in found.walk("VTIMEZONE")] == ["Europe/Stockholm"]
    return {str(event["UID"]): event for event in found.walk("VEVENT")}


def test_the_feed_has_all_day_breaks_and_timed_items(client: Any) -> None:
    with clock.at(datetime(2026, 9, 1, tzinfo=STOCKHOLM)):
        year = make_year()
        item = make_item(datetime(2026, 10, 24, 17, tzinfo=STOCKHOLM), title="Möte; öppet, för alla", place="Torget")
        found = events(client)
    school_break = found[year.breaks.get().uid]
    assert school_break.decoded("dtstart") == date(2026, 10, 26)
    assert school_break.decoded("dtend") == date(2026, 10, 31)
    meeting = found[item.uid]
    assert meeting.decoded("dtstart") == item.starts_at
    assert str(meeting["SUMMARY"]) == "Möte; öppet, för alla"
    assert (int(meeting["SEQUENCE"]), str(meeting["STATUS"])) == (0, "CONFIRMED")


def test_the_feed_is_the_public_one_for_everybody(client: Any, coordinator: User) -> None:
    hidden = make_item(is_public=False)
    client.force_login(coordinator)
    assert hidden.uid not in events(client)


def test_changes_reach_subscribers(client: Any, coordinator: User) -> None:
    item = make_item()
    services.cancel_item(item_id=item.pk, actor=coordinator)
    event = events(client)[item.uid]
    assert (int(event["SEQUENCE"]), str(event["STATUS"])) == (1, "CANCELLED")
    with clock.at(datetime(2026, 9, 1, tzinfo=STOCKHOLM)):
        year = make_year(break_row(), break_row("ute", first_day=date(2026, 11, 2), last_day=date(2026, 11, 2)))
        make_year()
        event = events(client)[year.breaks.get(key="ute").uid]
    assert str(event["STATUS"]) == "CANCELLED"


def test_an_unchanged_feed_is_304_and_a_change_is_not(client: Any, coordinator: User) -> None:
    year = make_year()
    item = make_item()
    tag = client.get(FEED)["ETag"]
    assert client.get(FEED, headers={"if-none-match": tag}).status_code == 304
    assert client.get(FEED).content == client.get(FEED).content
    item.title = "Nytt namn"
    services.save_item(item=item)
    changed = client.get(FEED, headers={"if-none-match": tag})
    assert changed.status_code == 200
    services.confirm_school_year(year_id=year.pk, actor=coordinator)
    assert client.get(FEED, headers={"if-none-match": changed["ETag"]}).status_code == 200
    last = client.get(FEED)
    assert client.get(FEED, headers={"if-modified-since": last["Last-Modified"]}).status_code == 304
    CalendarItem.objects.all().delete()
    assert client.get(FEED, headers={"if-none-match": last["ETag"]}).status_code == 200


def test_the_feed_of_a_district(client: Any) -> None:
    own, other = make_item(district=make_district("Alby")), make_item(district=make_district("Tumba"))
    found = events(client, FEED + "?kommundel=alby")
    assert own.uid in found
    assert other.uid not in found
    assert client.get(FEED + "?kommundel=x").status_code == 404


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        (datetime(2026, 12, 31, 22, 0, tzinfo=UTC), datetime(2027, 1, 1, 1, 0, tzinfo=UTC)),
    ],
)
def test_nights_when_the_clock_changes_keep_their_moments(starts: datetime, ends: datetime) -> None:
    item = make_item(starts, hours=(ends - starts).total_seconds() / 3600)
    with clock.at(datetime(2026, 9, 1, tzinfo=STOCKHOLM)):
        body = ics.feed("Prov", figures.feed_events(AnonymousUser(), clock.today()))
    event = Calendar.from_ical(body).walk("VEVENT")[0]
    assert str(event["UID"]) == item.uid
    assert event.decoded("dtstart").astimezone(UTC) == starts
    assert event.decoded("dtend").astimezone(UTC) == ends


def test_a_hostile_text_stays_text(client: Any) -> None:
    item = make_item(
        title="X\r\nBEGIN:VEVENT\r\nUID:falsk", description="<script>alert(1)</script>\x07", place="a;b,c\\n"
    )
    found = events(client)
    assert list(found) == [item.uid]
    assert "<script>" not in text(client)


def test_the_year_for_excel_holds_what_the_person_sees_and_runs_nothing(client: Any, coordinator: User) -> None:
    make_item(datetime(2026, 9, 7, 10, tzinfo=clock.STOCKHOLM), title="=HYPERLINK(1)", place="Torget")
    make_item(datetime(2026, 9, 8, 10, tzinfo=clock.STOCKHOLM), title="Internt", kind="steering", is_public=False)
    where = f"{reverse('calendar:sheet', args=['csv'])}?lasar=2026-27"
    seen = b"".join(client.get(where)).decode("utf-8-sig")
    assert "2026-09-07;2026-09-07;10.00;12.00;Aktivitet;'=HYPERLINK(1);Torget" in seen
    assert "Internt" not in seen
    client.force_login(coordinator)
    assert "Internt" in b"".join(client.get(where)).decode()
    assert client.get(reverse("calendar:sheet", args=["xlsx"])).content.startswith(b"PK")
    assert client.get(reverse("calendar:sheet", args=["pdf"])).status_code == 404


def test_a_phone_subscribes_with_one_press_to_what_is_shown(client: Any) -> None:
    make_district("Tumba")
    page = client.get(f"{PAGE}?kommundel=tumba").content.decode()
    assert 'href="webcal://testserver/kalender/kalender.ics?kommundel=tumba"' in page


def test_the_kinds_of_what_happens_stand_in_swedish(client: Any) -> None:
    with clock.at(datetime(2026, 12, 20, 12, tzinfo=UTC)):
        page = text(client)
    assert "Helgdag" in page and "Afton" in page
    assert "Public holiday" not in page
