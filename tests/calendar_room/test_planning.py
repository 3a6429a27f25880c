"""School years looked at before they are published, and the year's meetings laid out by rule."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from common import clock
from holiday_calendar import figures, reference, services
from holiday_calendar.importing import read_school_years
from holiday_calendar.models import CalendarItem, MeetingRule, SchoolBreak, SchoolYear, SchoolYearProposal
from holiday_calendar.services.planning import meeting_day
from tests.factories.break_rooms import make_activity, make_meeting, make_participant, make_room
from tests.factories.calendar import break_row, make_item, make_year, year_file

pytestmark = pytest.mark.django_db
CSV = (
    "school_form;kind;label;source;source_date;status;starts_from;starts_to;ends_from;ends_to;name;first_day;last_day\n"
    "all;year;2026/27;Beslut;2026-03-01;confirmed;2026-08-19;;2027-06-11;;;;\n"
    "all;autumn;;;;;;;;;Hostlov;2026-11-02;2026-11-06\n"
)
BY_HAND = {
    "label": "2026/27", "school_form": "all", "starts_from": "2026-08-19", "ends_from": "2027-06-11",
    "source": "Beslut", "source_date": "2026-03-01", "status": "confirmed",
    "lov-TOTAL_FORMS": "2", "lov-INITIAL_FORMS": "0",
    "lov-0-kind": "easter", "lov-0-name": "Påsklov", "lov-0-first_day": "2027-03-29", "lov-0-last_day": "2027-04-02",
}  # fmt: skip


def test_a_file_is_looked_at_and_then_published_once(client: Any, coordinator: User) -> None:
    make_year()
    client.force_login(coordinator)
    sent = client.post(reverse("calendar:school_years"), {"file": SimpleUploadedFile("ar.csv", CSV.encode())})
    proposal = SchoolYearProposal.objects.get()
    assert sent.url == reverse("calendar:school_year_proposal", args=[proposal.pk])
    page = client.get(sent.url).content.decode()
    assert "2026-11-02 – 2026-11-06" in page
    assert "påsklov" in page.lower()
    assert SchoolBreak.objects.get().first_day == date(2026, 10, 26)  # looking publishes nothing
    looked = {"sett": re.search(r'name="sett" value="([^"]+)"', page)[1]}  # type: ignore[index]
    make_year(source="Ett annat beslut")
    client.post(sent.url, looked)
    assert SchoolYear.objects.get().version == 2  # other dates came between: nobody has seen these differences
    looked = {"sett": re.search(r'name="sett" value="([^"]+)"', client.get(sent.url).content.decode())[1]}  # type: ignore[index]
    client.post(sent.url, looked)
    client.post(sent.url, looked)
    year = SchoolYear.objects.get()
    assert (year.version, year.status, year.breaks.get().first_day) == (3, "confirmed", date(2026, 11, 2))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT", b";" * 5000, b"x" * 600_000])
def test_a_broken_file_gets_a_sentence_and_changes_nothing(client: Any, coordinator: User, content: bytes) -> None:
    client.force_login(coordinator)
    for name in ("ar.csv", "ar.toml", "ar.ics"):
        answer = client.post(reverse("calendar:school_years"), {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422
        assert 'class="field part bad' in answer.content.decode()
    assert not SchoolYearProposal.objects.exists()


def test_a_calendar_file_gives_its_breaks_and_guesses_nothing(client: Any, coordinator: User) -> None:
    lines = [
        ("Höstterminen börjar", "20260819", "20260820"),
        ("Höstlov", "20261026", "20261031"),
        ("Skolavslutning", "20270611", "20270612"),
    ]
    events = [
        f"BEGIN:VEVENT\r\nUID:{first}\r\nDTSTART;VALUE=DATE:{first}\r\nDTEND;VALUE=DATE:{end}\r\nSUMMARY:{name}\r\nEND:VEVENT"
        for name, first, end in lines
    ]
    years = read_school_years("lov.ics", _ics(events))
    assert [(row.kind, row.last_day) for row in years[0].breaks][1] == ("autumn", date(2026, 10, 30))
    assert (years[0].starts_from, years[0].status) == (date(2026, 8, 19), "to_be_confirmed")
    with pytest.raises(ValidationError):
        read_school_years("lov.ics", _ics(events[:2]))  # no end: nothing is made up


def _ics(events: list[str]) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]).encode()


@settings(max_examples=40)
@given(st.text(max_size=20), st.text(max_size=20))
def test_no_calendar_file_makes_it_crash(name: str, value: str) -> None:
    event = f"BEGIN:VEVENT\r\nSUMMARY:{name}\r\nDTSTART:{value}\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT"
    for content in (_ics([event]), event.encode(errors="replace"), value.encode(errors="replace")):
        with suppress(ValidationError):
            read_school_years("a.ics", content)


def test_by_hand_with_the_same_checks_as_a_file(client: Any, coordinator: User) -> None:
    client.force_login(coordinator)
    where = reverse("calendar:school_year_new")
    wrong = client.post(where, BY_HAND | {"lov-0-last_day": "2027-03-01"})
    assert wrong.status_code == 422
    assert "2027-03-29" in wrong.content.decode()  # nothing that was written is lost
    assert client.post(where, BY_HAND).status_code == 302
    client.post(reverse("calendar:school_year_proposal", args=[SchoolYearProposal.objects.get().pk]))
    assert SchoolBreak.objects.get().name == "Påsklov"
    year = SchoolYear.objects.get()
    assert 'value="Påsklov"' in client.get(f"{where}?fran={year.pk}").content.decode()


def test_what_is_planned_and_touched_is_told(coordinator: User) -> None:
    room = make_room(date(2026, 10, 26))
    held = room.school_break
    make_activity(room)
    make_participant(room)
    make_item(datetime(2026, 10, 19, 17, tzinfo=clock.STOCKHOLM), moves_by="break", moves_with="autumn")
    make_meeting(day=datetime(2026, 11, 3, 10, tzinfo=clock.STOCKHOLM))
    same = break_row(held.key, first_day=held.first_day, last_day=held.last_day)
    moved = break_row(held.key, first_day=date(2026, 11, 2), last_day=date(2026, 11, 6))
    label = held.school_year.label
    assert figures.consequences(year_file(same, label=label)) == []
    told = figures.consequences(year_file(moved, label=label))
    assert len(told) == 4
    assert all(words.startswith(held.name) for words in told)


def test_overlapping_breaks_and_a_missing_pasklov_are_pointed_out_and_taken() -> None:
    one, other = break_row(), break_row("annat", first_day=date(2026, 10, 30), last_day=date(2026, 11, 2))
    easter = break_row("pasklov", kind="easter", first_day=date(2027, 3, 29), last_day=date(2027, 4, 2))
    assert len(figures.overlaps(year_file(one, other))) == 2
    assert figures.overlaps(year_file(one, easter)) == []


def test_five_and_three_meetings_are_laid_out_as_drafts_once(coordinator: User) -> None:
    reference.load()
    laid = services.lay_out_meetings(year=2026, actor=coordinator)
    assert laid.made == 8
    drafts = CalendarItem.objects.drafts()
    assert sorted(drafts.values_list("kind", flat=True)) == ["coordination"] * 5 + ["steering"] * 3
    assert all(clock.is_working_day(draft.first_day) for draft in drafts)
    autumn = drafts.get(laid_by__before="autumn", kind="coordination")
    assert autumn.first_day == date(2026, 9, 16)  # the Wednesday of the week six before week 44
    autumn.starts_at += timedelta(days=1)
    autumn.ends_at += timedelta(days=1)
    services.save_item(item=autumn)
    again = services.lay_out_meetings(year=2026, actor=coordinator)
    assert (again.made, again.before) == (0, 8)
    autumn.refresh_from_db()
    assert autumn.first_day == date(2026, 9, 17)  # moved by hand, left where it is


def test_a_break_that_is_not_entered_gives_no_meeting(coordinator: User) -> None:
    reference.load()
    SchoolBreak.objects.filter(kind="easter").update(is_withdrawn=True)
    laid = services.lay_out_meetings(year=2026, actor=coordinator)
    assert laid.made == 7
    assert [title for title, _why in laid.without_day] == ["Samordningsmöte inför påsk och Valborg"]


def test_a_day_off_moves_a_meeting_to_the_working_day_before() -> None:
    rule = MeetingRule(weeks=0, weekday=3, begins=time(10))
    day, note = meeting_day(rule, date(2027, 5, 3))  # Ascension Day
    assert (day, bool(note)) == (date(2027, 5, 5), True)
    assert meeting_day(MeetingRule(weeks=1, weekday=0, begins=time(10)), date(2027, 1, 4))[0] == date(2026, 12, 28)


def test_clamp_days_and_eves_come_from_the_holidays() -> None:
    assert date(2027, 5, 7) in clock.clamp_days(2027)  # the Friday after Ascension Day
    assert date(2026, 1, 5) in clock.clamp_days(2026)  # a Monday before Epiphany
    eves = clock.eves(2026)
    assert {eves[date(2026, 4, 4)], eves[date(2026, 12, 24)]} == {"Påskafton", "Julafton"}
    kinds = {line.kind: line.name for line in figures.lines(AnonymousUser(), date(2027, 5, 6), date(2027, 5, 7))}
    assert set(kinds) == {"holiday", "clamp_day"}
    make_year(
        break_row("nyar", kind="new_year", name="Nyårsafton", first_day=date(2026, 12, 31), last_day=date(2026, 12, 31))
    )
    assert [line.kind for line in figures.lines(AnonymousUser(), date(2026, 12, 31), date(2026, 12, 31))] == ["day"]
