"""A break's papers, its list for the phone, mail by the clock, what earlier years say, and next year's draft."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from accounts.models import AuditEntry, PartnerAccess, User
from common import clock
from documents import transitions
from documents.models import Document
from documents.slots import KINDS, DocumentKind, SubjectGoneError
from holiday_calendar import figures, services
from holiday_calendar.models import BreakRoom, CalendarItem, Minutes, Participant, Presence, SchoolBreak
from tests.factories.break_rooms import make_activity, make_break, make_meeting, make_participant, make_room
from tests.factories.calendar import break_row, make_year
from tests.factories.grannstod import make_shift
from tests.factories.incidents import make_category, make_report
from tests.factories.neighbourhoods import make_district, make_organisation

pytestmark = pytest.mark.django_db
MONDAY = date(2027, 3, 1)


def noon(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.STOCKHOLM)


@pytest.fixture
def room() -> Any:
    with clock.at(noon(MONDAY + timedelta(days=2))):
        yield make_room(MONDAY, kind="winter", goal="Lugnt")


def kind(name: str) -> DocumentKind:
    found = KINDS.get(name)
    assert found is not None
    return found


def paper(name: str, subject: int) -> str:
    from django.template.loader import render_to_string

    made = kind(name).build(str(subject), "sv", lambda _done, _said: None)
    return render_to_string(made.template, {**made.context, "paper": made, "paper_language": "sv"})


def test_the_contact_list_is_for_those_who_take_part(
    client: Any, room: BreakRoom, agent: User, police: User, coordinator: User
) -> None:
    make_participant(room, email=agent.email, phone="070-999 88 77")
    subject = str(room.pk)
    assert [kind("contact_list").may_read(person, subject) for person in (agent, coordinator, police)] == [
        True,
        True,
        False,
    ]
    assert "070-999 88 77" in paper("contact_list", room.pk)
    client.force_login(agent)
    page = client.get(reverse("calendar:room_phones", args=[room.pk]) + "?spara=1")
    assert page["Content-Disposition"].startswith("attachment")
    html = page.content.decode()
    assert 'href="tel:070-999 88 77"' in html
    assert "<link" not in html and "<script" not in html and "src=" not in html  # read without network
    assert AuditEntry.objects.filter(action="calendar.contact_list_saved", actor=agent).exists()
    client.force_login(police)
    assert client.get(reverse("calendar:room_phones", args=[room.pk])).status_code == 404


def test_a_partner_saves_this_breaks_list_until_the_access_ends(client: Any, room: BreakRoom) -> None:
    access = PartnerAccess.objects.create(
        purpose=room.partner_purpose, link_hash="a", expires_at=clock.now() + timedelta(days=1)
    )
    session = client.session
    session["partner_access"] = access.pk
    session.save()
    where = reverse("calendar:partner_phones", args=[room.pk])
    assert client.get(where).status_code == 200
    assert client.get(reverse("calendar:partner_phones", args=[make_room(MONDAY).pk])).status_code == 404
    PartnerAccess.objects.update(revoked_at=clock.now())
    assert client.get(where).status_code == 404


def test_a_partner_writes_in_this_breaks_log_as_the_organisation(client: Any, room: BreakRoom) -> None:
    access = PartnerAccess.objects.create(
        purpose=room.partner_purpose,
        link_hash="a",
        organisation="Provklubben",
        expires_at=clock.now() + timedelta(days=1),
    )
    session = client.session
    session["partner_access"] = access.pk
    session.save()
    where = reverse("calendar:partner", args=[room.pk])
    note = {"day": str(MONDAY), "text": "Lugnt vid hallen"}
    assert [client.post(where, note).status_code for _twice in range(2)] == [302, 302]
    assert [(held.signature, held.author) for held in room.notes.all()] == [("Provklubben", None)]
    late = client.post(where, note | {"day": "2027-09-01"})
    assert late.status_code == 422
    assert "Lugnt vid hallen" in late.content.decode()
    PartnerAccess.objects.update(revoked_at=clock.now())
    assert client.post(where, note | {"text": "Efteråt"}).status_code == 404
    assert room.notes.count() == 1


def test_who_does_what_names_organisers_and_no_phones(room: BreakRoom, coordinator: User, agent: User) -> None:
    own = make_organisation("Fritidsgården")
    make_participant(room, organisation=own, phone="070-999 88 77")
    make_activity(room, title="Öppen hall", owner=own, is_public=False)
    make_activity(room, title="Utkast", status="draft")
    Presence.objects.create(
        room=room, kind="guards", district=make_district(), starts_at=noon(MONDAY, 18), ends_at=noon(MONDAY, 21)
    )
    html = paper("break_summary", room.pk)
    assert "Fritidsgården" in html
    assert "Öppen hall" in html
    assert "070-999" not in html
    assert "Utkast" not in html
    assert figures.hours_out(room)[0][1:] == (1, 3)
    assert kind("break_summary").may_request(coordinator, str(room.pk))
    assert not kind("break_summary").may_request(agent, str(room.pk))


def test_minutes_on_paper_say_whether_they_are_approved(coordinator: User) -> None:
    meeting = make_meeting(day=clock.now() - timedelta(days=1))
    with pytest.raises(SubjectGoneError):
        paper("minutes", meeting.pk)
    Minutes.objects.create(meeting=meeting, text="Vi talade om sportlovet.")
    services.decide(meeting=meeting, text="Öppet till 23")
    assert "Inte godkänt än" in paper("minutes", meeting.pk)
    services.approve_minutes(meeting=meeting, actor=coordinator)
    html = paper("minutes", meeting.pk)
    assert "Öppet till 23" in html
    assert "Inte godkänt än" not in html


@pytest.mark.parametrize("name", ["contact_list", "break_summary", "minutes"])
@pytest.mark.parametrize("subject", ["0", "x", "²", "9" * 30])
def test_a_paper_about_nothing_is_gone(name: str, subject: str) -> None:
    with pytest.raises(SubjectGoneError):
        kind(name).title(subject)


def test_people_are_mailed_before_during_and_after_each_once() -> None:
    with clock.at(noon(MONDAY - timedelta(days=30))):
        room = make_room(MONDAY, kind="winter")
        make_participant(room)
        Participant.objects.update(email="p@example.org")
    sent = {}
    for days in (-30, -21, -20, 0, 1, 4, 5, 6):
        mail.outbox.clear()
        with clock.at(noon(MONDAY + timedelta(days=days), 16)):
            sent[days] = services.ask_by_the_clock() + services.ask_by_the_clock()
    assert sent == {-30: 0, -21: 1, -20: 0, 0: 1, 1: 1, 4: 1, 5: 1, 6: 0}


def test_how_the_day_was_is_asked_when_there_is_something_to_tell(room: BreakRoom) -> None:
    make_participant(room, confirmed_at=clock.now())
    sent = []
    for hour in (8, 15, 16, 17):
        with clock.at(noon(MONDAY, hour) + timedelta(minutes=5)):
            sent.append(services.ask_by_the_clock())
    assert sent == [0, 0, 1, 0]


def test_in_a_long_break_a_note_is_asked_for_on_mondays() -> None:
    summer = date(2027, 6, 14)  # a Monday
    with clock.at(noon(summer)):
        make_participant(make_room(summer, days=60, kind="summer"), asked_at=clock.now())
    sent = []
    for days in range(9):
        with clock.at(noon(summer + timedelta(days=days), 17)):
            sent.append(services.ask_by_the_clock())
    assert sent == [1, 0, 0, 0, 0, 0, 0, 1, 0]


def test_reports_stand_beside_the_same_weeks_of_earlier_years(room: BreakRoom) -> None:
    glass = make_category()
    for back, count in ((0, 1), (1, 3), (3, 2)):
        day = date.fromisocalendar(2027 - back, 9, 1)  # 2026 has 53 weeks: 52 weeks back is another week
        for _number in range(count):
            make_report(category=glass, received_at=noon(day))
        make_report(category=glass, received_at=noon(day + timedelta(days=4)))  # not yet this far into the break
    beside = figures.reports_beside(room)
    assert beside is not None
    assert beside.totals == (1, 3, 0, 2)
    assert [first.isocalendar()[:2] for first, _last in beside.spans] == [(2027, 9), (2026, 9), (2025, 9), (2024, 9)]
    with clock.at(noon(MONDAY - timedelta(days=1))):
        assert figures.reports_beside(room) is None


@pytest.mark.parametrize(
    ("day", "years", "week"),
    [
        (date(2027, 3, 3), 1, (2026, 9)),
        (date(2026, 12, 30), 1, (2026, 1)),  # week 53: the week that follows week 52 there
        (date(2026, 12, 30), 6, (2020, 53)),
        (date(2021, 1, 2), 1, (2020, 1)),
        (date(2024, 2, 29), 3, (2021, 9)),
    ],
)
def test_the_same_week_of_an_earlier_year(day: date, years: int, week: tuple[int, int]) -> None:
    before = day - figures.back_to_same_week(day, years)
    assert (before.isocalendar()[:2], before.weekday()) == (week, day.weekday())


def test_next_years_draft_brings_plan_people_evenings_and_activities(room: BreakRoom, coordinator: User) -> None:
    with pytest.raises(ValidationError):
        services.draft_next(room=room, actor=coordinator)
    following = make_break(date(2028, 2, 28), kind="winter")
    make_participant(room)
    make_activity(room, title="Öppen hall")
    Presence.objects.create(
        room=room, kind="guards", district=make_district(), starts_at=noon(MONDAY, 18), ends_at=noon(MONDAY, 21)
    )
    drafted = services.draft_next(room=room, actor=coordinator)
    assert (drafted.room.school_break, drafted.room.goal) == (following, "Lugnt")
    assert (drafted.activities, drafted.evenings, drafted.room.participants.count()) == (1, 1, 1)
    copy = CalendarItem.objects.drafts().get()
    assert (copy.title, copy.first_day) == ("Öppen hall", date(2028, 2, 28))
    assert drafted.room.presences.get().starts_at == noon(date(2028, 2, 28), 18)
    BreakRoom.objects.filter(pk=drafted.room.pk).update(goal="Eget")
    again = services.draft_next(room=room, actor=coordinator)
    assert (again.room.goal, again.activities, again.evenings) == ("Eget", 0, 0)


def test_grannstod_with_both_seats_taken_is_out(room: BreakRoom) -> None:
    make_shift(noon(MONDAY + timedelta(days=3), 18))
    alone = make_shift(noon(MONDAY + timedelta(days=4), 18))
    alone.crew.first().delete()  # type: ignore[union-attr]  # there are two
    assert [one.who for one in figures.adults_out(room, MONDAY, MONDAY + timedelta(days=4))] == ["Grannstöd"]


def test_breaks_of_ones_own_are_told_apart_from_year_to_year(coordinator: User) -> None:
    with clock.at(noon(date(2027, 9, 1))):
        rooms = {}
        for year in (2026, 2027):
            halloween = break_row("halloween", kind="own", first_day=date(year, 10, 31), last_day=date(year, 10, 31))
            lucia = break_row("lucia", kind="own", first_day=date(year, 12, 11), last_day=date(year, 12, 13))
            made = make_year(
                halloween, lucia, label=f"{year}/{year - 1999}", starts_from=date(year, 8, 19),
                starts_to=date(year, 8, 21), ends_from=date(year + 1, 6, 11), ends_to=date(year + 1, 6, 11),
            )  # fmt: skip
            for held in made.breaks.all():
                if (year, held.key) != (2027, "lucia"):
                    rooms[year, held.key] = BreakRoom.objects.create(school_break=held, keep=held.key)
        activity = make_activity(rooms[2026, "lucia"], title="Luciatåg")
        drafted = services.draft_next(room=rooms[2026, "lucia"], actor=coordinator)
        assert (drafted.room.school_break.key, drafted.activities) == ("lucia", 1)
        assert figures.room_before(drafted.room) == rooms[2026, "lucia"]
        assert [effort.name for effort in figures.efforts_beside(drafted.room)] == ["Lucia 2027", "Lucia 2026"]
        # Copied with the year, an activity follows its own break, too: three days earlier that year.
        CalendarItem.objects.drafts().delete()
        CalendarItem.objects.filter(pk=activity.pk).update(moves_by="break", moves_with="own")
        SchoolBreak.objects.filter(key="lucia", first_day__year=2027).update(first_day=date(2027, 12, 8))
        services.copy_year(source=2026, target=2027, actor=coordinator)
        assert CalendarItem.objects.drafts().get().first_day == date(2027, 12, 8)


def test_hours_out_are_the_same_in_both_tables(room: BreakRoom) -> None:
    Presence.objects.create(
        room=room, kind="guards", district=make_district(), starts_at=noon(MONDAY, 18), ends_at=noon(MONDAY, 21)
    )
    make_shift(noon(MONDAY + timedelta(days=3), 18))
    assert figures.efforts_beside(room)[0].hours_out == sum(hours for _who, _n, hours in figures.hours_out(room)) > 3


def test_seeing_every_document_opens_no_contact_list(
    client: Any, room: BreakRoom, police: User, coordinator: User
) -> None:
    made = transitions.create(
        kind="contact_list", subject=str(room.pk), title="Kontaktlista", language="sv", by=coordinator
    )
    name = default_storage.save("prov.pdf", ContentFile(b"%PDF 070-999 88 77"))
    Document.objects.update(
        state="ready", file_name=name, sha256="a", bytes=18, pages=1, ready_at=clock.now(),
        expires_at=clock.now() + timedelta(days=1),
    )  # fmt: skip
    assert police.has_perm("documents.see_all_documents")
    where, seen = reverse("documents:file", args=[made.pk]), []
    for person in (coordinator, police):
        client.force_login(person)
        seen.append(client.get(where).status_code)
    default_storage.delete(name)
    assert seen == [200, 404]
