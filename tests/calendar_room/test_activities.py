"""A break's activities: entered in its room, found by district, age and organiser, on page, in feeds, as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from common import clock
from holiday_calendar.importing import read_activities
from holiday_calendar.models import BreakRoom, CalendarItem
from tests.factories.break_rooms import make_activity, make_room
from tests.factories.calendar import make_item
from tests.factories.neighbourhoods import make_district, make_organisation

pytestmark = pytest.mark.django_db
DAY = date(2027, 3, 1)
FILLED = {
    "title": "Öppen hall", "day": "2027-03-02", "begins": "18:00", "ends": "01:00", "place": "Hallen",
    "led_by": "Prov Ledare", "age_from": "10", "age_to": "15", "is_open": "on", "is_public": "on",
    "aim": "promoting", "approach": "social",
}  # fmt: skip


@pytest.fixture
def room() -> Any:
    with clock.at(datetime(2027, 2, 20, 12, tzinfo=clock.STOCKHOLM)):
        yield make_room(DAY, kind="winter")


def test_an_activity_is_entered_changed_and_called_off(client: Any, room: BreakRoom, coordinator: User) -> None:
    client.force_login(coordinator)
    assert client.post(reverse("calendar:room_activity_new", args=[room.pk]), FILLED).status_code == 302
    item = CalendarItem.objects.get()
    assert (item.ages, item.is_open, item.aim, item.moves_with) == ("10–15", True, "promoting", "winter")
    assert item.last_day == date(2027, 3, 3)  # past midnight
    where = reverse("calendar:room_activity", args=[room.pk, item.pk])
    assert 'value="18:00"' in client.get(where).content.decode()
    client.post(where, FILLED | {"place": "Parken"})
    client.post(where, {"gor": "stall-in"})
    item.refresh_from_db()
    assert (item.place, item.status, item.sequence) == ("Parken", "cancelled", 2)
    page = client.get(reverse("calendar:room", args=[room.pk])).content.decode()
    assert "Prov Ledare" in page


@pytest.mark.parametrize(
    "wrong", [{"day": "2027-03-09"}, {"age_from": "16"}, {"age_to": "900"}, {"begins": "25:00"}, {"day": "9999-12-31"}]
)
def test_what_can_not_be_is_refused_with_what_was_written(
    client: Any, room: BreakRoom, coordinator: User, wrong: dict[str, str]
) -> None:
    client.force_login(coordinator)
    answer = client.post(reverse("calendar:room_activity_new", args=[room.pk]), FILLED | wrong)
    assert answer.status_code == 422
    assert "Öppen hall" in answer.content.decode()
    assert not CalendarItem.objects.exists()


def test_a_meeting_or_another_breaks_activity_is_not_changed_here(
    client: Any, room: BreakRoom, coordinator: User
) -> None:
    client.force_login(coordinator)
    for item in (make_activity(room, kind="coordination"), make_item(date(2027, 5, 1))):
        assert client.get(reverse("calendar:room_activity", args=[room.pk, item.pk])).status_code == 404


def test_the_public_finds_what_suits(client: Any, room: BreakRoom) -> None:
    alby, own = make_district("Alby"), make_organisation("Fritidsgården")
    make_activity(room, title="För unga", age_from=10, age_to=15, is_open=True, led_by="Prov Ledare")
    make_activity(room, title="För vuxna", age_from=18)
    make_activity(room, title="I Alby", district=alby, owner=own)
    make_activity(room, title="Internt", owner=own, is_public=False)
    expected = {
        "": {"För unga", "För vuxna", "I Alby"},
        "alder=12": {"För unga", "I Alby"},
        "alder=12&oppet=ja": {"För unga"},
        f"organisation={own.pk}": {"I Alby"},
        "kommundel=alby": {"För unga", "För vuxna", "I Alby"},
        "alder=²x": {"För unga", "För vuxna", "I Alby"},
    }
    for query, names in expected.items():
        json = client.get(f"/kalender/kalender.json?{query}").json()
        assert {line["namn"] for line in json["poster"] if line["slag"] == "activity"} == names, query
        ics = client.get(f"/kalender/kalender.ics?{query}").content.decode()
        assert {name for name in ("För unga", "För vuxna", "I Alby", "Internt") if f"SUMMARY:{name}" in ics} == names
        for page in ("/kalender/", "/kalender/manad/"):
            shown = client.get(f"{page}?manad=2027-03&{query}").content.decode()
            assert {name for name in ("För unga", "För vuxna", "I Alby", "Internt") if name in shown} == names
    assert "Prov Ledare" not in client.get("/kalender/kalender.json").content.decode()


@pytest.mark.parametrize("query", ["organisation=99", "organisation=x", "manad=2027-13", "kommundel=%00"])
def test_what_is_not_there_is_404(client: Any, query: str) -> None:
    for page in ("/kalender/kalender.json", "/kalender/manad/"):
        assert client.get(f"{page}?{query}").status_code == 404


def test_the_json_of_an_unchanged_year_is_not_sent_again(client: Any, room: BreakRoom) -> None:
    first = client.get("/kalender/kalender.json")
    assert first["Access-Control-Allow-Origin"] == "*"
    tag = {"if-none-match": first["ETag"]}
    assert client.get("/kalender/kalender.json", headers=tag).status_code == 304
    assert client.get("/kalender/kalender.json?lasar=2025-26", headers=tag).status_code == 200
    make_activity(room)
    assert client.get("/kalender/kalender.json", headers=tag).status_code == 200


def test_a_month_with_week_53_and_a_full_day(client: Any) -> None:
    for number in range(9):
        make_item(date(2026, 12, 30), title=f"Sak {number}")
    page = client.get("/kalender/manad/?manad=2026-12").content.decode()
    assert '<th scope="row">53</th>' in page
    assert page.count("Sak ") == 6
    assert "2027-01-03" in page


CSV = "Titel;Dag;Från;Till;Plats;Kommundel;Ålder från;Öppet\nFotboll;2027-03-02;13.00;15:00;Vallen;alby;10;ja\n"


def _event(name: str, starts: str, more: str = "") -> str:
    day = f"DTSTART;TZID=Europe/Stockholm:{starts}T130000\r\nDTEND;TZID=Europe/Stockholm:{starts}T150000"
    return f"BEGIN:VEVENT\r\nSUMMARY:{name}\r\nLOCATION:Hallen\r\n{day}\r\n{more}END:VEVENT\r\n"


def _ics(*events: str) -> str:
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(events) + "END:VCALENDAR\r\n"


def _read(client: Any, room: BreakRoom, name: str, text: str | bytes) -> Any:
    content = text if isinstance(text, bytes) else text.encode()
    where = reverse("calendar:room_activity_file", args=[room.pk])
    return client.post(where, {"file": SimpleUploadedFile(name, content)})


def test_a_programme_becomes_drafts(client: Any, room: BreakRoom, coordinator: User) -> None:
    alby = make_district("Alby")
    client.force_login(coordinator)
    assert _read(client, room, "p.csv", CSV).status_code == 302
    assert _read(client, room, "p.ics", _ics(_event("Öppen hall", "20270303"))).status_code == 302
    ball, hall = CalendarItem.objects.drafts().order_by("starts_at")
    assert (ball.district, ball.age_from, ball.is_open, ball.is_public) == (alby, 10, True, True)
    assert (hall.place, clock.local(hall.starts_at).hour, hall.moves_with) == ("Hallen", 13, "winter")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("p.csv", CSV + "Utan dag;;13;15;;;;\n"),
        ("p.csv", CSV + "Fel kommundel;2027-03-02;13:00;15:00;;Ingenstans;;\n"),
        ("p.csv", CSV + "Utanför;2027-05-02;13:00;15:00;;;;\n"),
        ("p.csv", "a;b\n1;2\n"),
        ("p.csv", b"\xff\xfe\x00"),
        ("p.csv", "x" * 200_000),
        ("p.xlsx", b"PK\x03\x04broken"),
        ("p.ics", "BEGIN:VCALENDAR"),
        ("p.ics", _ics(_event("Varje sekund", "20270303", "RRULE:FREQ=SECONDLY\r\n"))),
        ("p.ics", _ics(*[_event("Många", "20270303")] * 301)),
        ("p.ics", _ics(_event("Bra", "20270303"), "BEGIN:VEVENT\r\nSUMMARY:Utan dag\r\nEND:VEVENT\r\n")),
    ],
)
def test_with_a_fault_nothing_is_taken_in(
    client: Any, room: BreakRoom, coordinator: User, name: str, content: str | bytes
) -> None:
    client.force_login(coordinator)
    answer = _read(client, room, name, content)
    assert answer.status_code == 422
    assert not CalendarItem.objects.exists()


def _timed(starts: str, more: str) -> str:
    return f"BEGIN:VEVENT\r\nSUMMARY:Läger\r\nDTSTART{starts}\r\n{more}END:VEVENT\r\n"


@pytest.mark.parametrize(
    ("event", "hours"),
    [
        (_timed(";VALUE=DATE:20270302", "DTEND;VALUE=DATE:20270304\r\n"), "several_days"),
        (_timed(";VALUE=DATE:20270302", "DURATION:P2D\r\n"), "several_days"),
        (_timed(":20270302T120000", "DTEND:20270303T130000\r\n"), "several_days"),
        (_timed(":20270302T120000", "DTEND:20270301T130000\r\n"), "order"),
        (_timed(":20270302T120000", "DURATION:PT90M\r\n"), ("12:00", "13:30")),
        (_timed(":20270302T200000", "DTEND:20270303T010000\r\n"), ("20:00", "01:00")),
        (_timed(":20270302T120000", "DTEND:20270302T120000\r\n"), ("12:00", "13:00")),
        (_timed(";VALUE=DATE:20270302", "DTEND;VALUE=DATE:20270303\r\n"), ("00:00", "23:59")),
    ],
)
def test_an_event_of_several_days_is_refused_and_a_duration_read(event: str, hours: tuple[str, str] | str) -> None:
    if isinstance(hours, str):
        with pytest.raises(ValidationError) as refused:
            read_activities("p.ics", _ics(event).encode())
        assert refused.value.code == hours
    else:
        row = read_activities("p.ics", _ics(event).encode())[0]
        assert (row["day"], row["begins"], row["ends"]) == ("2027-03-02", *hours)


def test_a_cell_in_quotes_is_one_and_commas_part_cells_as_spreadsheets_write() -> None:
    text = 'titel,dag,från,till,beskrivning\n"Fotboll, mest",2027-03-02,13:00,15:00,"Ta med skor,\nboll finns"\n'
    row = read_activities("p.csv", text.encode())[0]
    assert (row["title"], row["description"]) == ("Fotboll, mest", "Ta med skor,\nboll finns")


def test_what_happens_stands_on_the_page_in_the_room_and_in_the_json(
    client: Any, room: BreakRoom, coordinator: User
) -> None:
    make_activity(room, description="Ta med skor")
    make_activity(room, kind="coordination", description="Dagordning")
    for page in ("/kalender/?manad=2027-03", "/kalender/kalender.json"):
        assert "Ta med skor" in client.get(page).content.decode()
    client.force_login(coordinator)
    shown = client.get(reverse("calendar:room", args=[room.pk])).content.decode()
    assert "Ta med skor" in shown and "Dagordning" not in shown
