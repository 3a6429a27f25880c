"""Meetings: invitations that update and cancel, answers, minutes, numbered decisions, tasks, what clashes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from accounts.models import User
from common import clock
from common.ics import read_answer
from holiday_calendar import figures, services
from holiday_calendar.mail import invitee_token, task_token
from holiday_calendar.models import CalendarItem, Decision, Invitee, MeetingTask, Minutes
from tests.factories.break_rooms import make_break, make_meeting, make_participant, make_room
from tests.factories.incoming import arrives

pytestmark = pytest.mark.django_db


def guest(meeting: CalendarItem, **fields: Any) -> Invitee:
    defaults: dict[str, Any] = {"name": "Prov Gäst", "email": "gast@example.org", "is_chair": False}
    return services.invite(meeting=meeting, **defaults | fields)


def sent_entry(number: int) -> str:
    letter: Any = mail.outbox[number]
    content: str = letter.alternatives[0].content
    assert letter.alternatives[0].mimetype == f"text/calendar; method={Calendar.from_ical(content)['METHOD']}"
    assert letter.attachments[0][1] == content.encode()
    return content


def entry(number: int) -> tuple[str, str, int, str]:
    """Return method, identity, sequence and status of the entry in the n-th mail."""
    calendar = Calendar.from_ical(sent_entry(number))
    event = calendar.walk("VEVENT")[0]
    return str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"]), str(event["STATUS"])


def test_an_invitation_is_sent_once_updated_and_cancelled_under_one_identity(coordinator: User) -> None:
    meeting = make_meeting()
    guest(meeting)
    assert [services.tell_invitees() for _again in range(2)] == [1, 0]
    meeting.starts_at, meeting.ends_at = (moment + timedelta(days=1) for moment in (meeting.starts_at, meeting.ends_at))
    services.save_item(item=meeting)
    assert [services.tell_invitees() for _again in range(2)] == [1, 0]
    services.cancel_item(item_id=meeting.pk, actor=coordinator)
    assert [services.tell_invitees() for _again in range(2)] == [1, 0]
    assert [entry(number) for number in range(3)] == [
        ("REQUEST", meeting.uid, 0, "CONFIRMED"),
        ("REQUEST", meeting.uid, 1, "CONFIRMED"),
        ("CANCEL", meeting.uid, 2, "CANCELLED"),
    ]
    assert [letter.subject.split(":")[0] for letter in mail.outbox] == ["Inbjudan", "Ändrat", "Inställt"]


def test_whoever_was_never_invited_hears_of_no_cancelled_meeting(coordinator: User) -> None:
    meeting = make_meeting()
    guest(meeting)
    services.cancel_item(item_id=meeting.pk, actor=coordinator)
    assert services.tell_invitees() == 0


@pytest.mark.parametrize(
    "fields", [{"status": "draft"}, {"status": "cancelled"}, {"day": datetime(2026, 1, 7, 10, tzinfo=clock.STOCKHOLM)}]
)
def test_no_one_is_invited_to_what_will_not_happen(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        guest(make_meeting(**fields))


@pytest.mark.parametrize("kind", ["coordination", "activity"])
def test_what_is_to_come_is_not_moved_into_the_past(kind: str) -> None:
    meeting = make_meeting(kind=kind)
    before = meeting.starts_at
    meeting.starts_at, meeting.ends_at = before - timedelta(days=90), before - timedelta(days=89)
    with pytest.raises(ValidationError) as refused:
        services.save_item(item=meeting)
    assert refused.value.code == "past"
    meeting.refresh_from_db()
    assert meeting.starts_at == before


def test_an_answer_comes_by_link_and_looking_answers_nothing(client: Any) -> None:
    invitee = guest(make_meeting())
    where = reverse("calendar:answer", args=[invitee_token(invitee)])
    assert client.get(where).status_code == 200
    invitee.refresh_from_db()
    assert invitee.answer == ""
    for sent, kept in (("nej", "no"), ("ja", "yes"), ("kanske", "yes")):
        client.post(where, {"svar": sent})
        invitee.refresh_from_db()
        assert invitee.answer == kept
    assert client.get(reverse("calendar:answer", args=["hittepa"])).status_code == 404


def test_whoever_is_invited_no_longer_is_told_and_the_entry_taken_out(client: Any, coordinator: User) -> None:
    meeting = make_meeting()
    gone, untold = guest(meeting), guest(meeting, email="b@example.org")
    Invitee.objects.filter(pk=gone.pk).update(sent_sequence=0)
    client.force_login(coordinator)
    for one in (gone, untold):
        client.post(reverse("calendar:meeting_act", args=[meeting.pk]), {"gor": "ta-tillbaka", "rad": one.pk})
    assert (Invitee.objects.count(), len(mail.outbox)) == (0, 1)  # who was never mailed hears nothing
    assert mail.outbox[0].to == ["gast@example.org"]
    assert entry(0) == ("CANCEL", meeting.uid, 0, "CANCELLED")
    assert client.get(reverse("calendar:answer", args=[invitee_token(gone)])).status_code == 404


def replied(content: str, word: str) -> bytes:
    """Return what a calendar mails back to an invitation: the entry, with the answer in it."""
    answer = content.replace("METHOD:REQUEST", "METHOD:REPLY").replace("PARTSTAT=NEEDS-ACTION", f"PARTSTAT={word}")
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "gast@example.org", "svar@example.org", "Accepted: Möte"
    letter["Auto-Submitted"] = "auto-generated"  # as Google writes, although a person pressed
    letter["Message-ID"] = f"<{word}-{len(content)}@example.org>"
    letter.set_content("Gäst har svarat.")
    letter.add_alternative(answer.encode(), maintype="text", subtype="calendar", params={"method": "REPLY"})
    return letter.as_bytes()


def test_an_answer_comes_from_the_calendar_itself_and_only_for_the_latest_time(settings: Any) -> None:
    settings.POST_REPLY_DOMAIN = "svar.example.org"
    meeting = make_meeting()
    invitee = guest(meeting)
    services.tell_invitees()
    first = sent_entry(0)
    back = mail.outbox[0].reply_to[0]
    assert f"mailto:{back}" in first.replace("\r\n ", "") and "RSVP=TRUE" in first.replace("\r\n ", "")
    for word, kept in (("ACCEPTED", "yes"), ("TENTATIVE", "yes"), ("DECLINED", "no")):
        assert arrives(replied(first, word), to=back).status == "handled"
        invitee.refresh_from_db()
        assert invitee.answer == kept, word
    meeting.starts_at, meeting.ends_at = (moment + timedelta(days=1) for moment in (meeting.starts_at, meeting.ends_at))
    services.save_item(item=meeting)
    invitee.refresh_from_db()
    assert invitee.answer == ""  # it was for another time
    services.tell_invitees()
    assert arrives(replied(first + "X-A:1\r\n", "ACCEPTED"), to=back).status == "waiting"
    invitee.refresh_from_db()
    assert invitee.answer == ""


@pytest.mark.parametrize(
    "content", [b"", b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR", b"\xff\x00", b"a" * 5000]
)
def test_no_answer_of_a_calendar_makes_it_crash(content: bytes) -> None:
    assert read_answer(content) is None


def test_a_check_in_stands_in_its_room_and_everybody_on_the_list_is_invited_once(
    client: Any, coordinator: User, agent: User
) -> None:
    room = make_room()
    make_participant(room, email=agent.email)
    make_participant(room)
    client.force_login(coordinator)
    form = f"{reverse('calendar:item_new')}?slag=check_in&lov={room.school_break_id}"
    assert 'value="10:00"' in client.get(form).content.decode()
    day = str(clock.today() + timedelta(days=1))
    sent = {"kind": "check_in", "title": "Avstämning", "day": day, "begins": "09:00", "moves_by": "week"}
    sent |= {"of_break": str(room.school_break_id)}
    assert client.post(form, sent).status_code == 422  # both hours, or none
    assert client.post(form, sent | {"ends": "10:00"}).status_code == 302
    meeting = CalendarItem.objects.get(kind="check_in")
    assert (meeting.of_break, clock.local(meeting.starts_at).hour) == (room.school_break, 9)
    act = reverse("calendar:meeting_act", args=[meeting.pk])
    for _again in range(2):
        client.post(act, {"gor": "bjud-alla"})
    assert meeting.invitees.count() == 2
    services.decide(meeting=meeting, text="Öppet till 23")
    client.force_login(agent)  # stands on the list, sees no internal meetings elsewhere
    page = client.get(reverse("calendar:room", args=[room.pk])).content.decode()
    assert "Avstämning" in page and "Öppet till 23" in page
    assert reverse("calendar:meeting", args=[meeting.pk]) not in page


def test_a_meeting_is_moved_by_hand_called_off_and_held_after_all(client: Any, coordinator: User) -> None:
    meeting = make_meeting()
    client.force_login(coordinator)
    where = reverse("calendar:item", args=[meeting.pk])
    day = meeting.first_day + timedelta(days=2)
    sent = {"kind": "coordination", "title": meeting.title, "day": str(day), "moves_by": "break"}
    assert client.post(where, sent).status_code == 422  # which break does it follow?
    assert client.post(where, sent | {"moves_with": "autumn", "last_day": str(day)}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.first_day, meeting.all_day, meeting.sequence) == (day, True, 1)
    for gor, status in (("stall-in", "cancelled"), ("blir-av", "confirmed"), ("blir-av", "confirmed")):
        client.post(where, {"gor": gor})
        meeting.refresh_from_db()
        assert meeting.status == status


def test_an_hour_that_the_night_does_not_have_is_refused(client: Any, coordinator: User) -> None:
    client.force_login(coordinator)
    sent = {"kind": "activity", "title": "Nattvandring", "day": "2027-03-27", "begins": "22:00", "moves_by": "week"}
    with clock.at(datetime(2027, 3, 1, 12, tzinfo=clock.STOCKHOLM)):
        answer = client.post(reverse("calendar:item_new"), sent | {"ends": "02:30"})
        assert answer.status_code == 422 and "Klockan ställs fram" in answer.content.decode()
        assert client.post(reverse("calendar:item_new"), sent | {"ends": "03:00"}).status_code == 302
    item = CalendarItem.objects.get(title="Nattvandring")
    assert item.ends_at - item.starts_at == timedelta(hours=4)


def test_minutes_are_not_overwritten_and_stand_once_approved(client: Any, coordinator: User) -> None:
    meeting = make_meeting()
    client.force_login(coordinator)
    where = reverse("calendar:meeting_minutes", args=[meeting.pk])
    assert client.post(where, {"version": "0", "text": "Först"}).status_code == 302
    late = client.post(where, {"version": "0", "text": "Sedan"})
    assert late.status_code == 422 and "Sedan" in late.content.decode()
    act = reverse("calendar:meeting_act", args=[meeting.pk])
    early = client.post(act, {"gor": "godkann"}, follow=True)
    assert "har inte börjat" in early.content.decode() and not Minutes.objects.get().approved_at
    CalendarItem.objects.filter(pk=meeting.pk).update(starts_at=clock.now())
    client.post(act, {"gor": "godkann"})
    assert client.post(where, {"version": "1", "text": "Ändrat"}).status_code == 422
    held = Minutes.objects.get()
    assert (held.text, held.approved_by) == ("Först", coordinator)


def test_decisions_are_numbered_by_year_and_found(client: Any, police: User) -> None:
    meeting = make_meeting(day=datetime(2026, 3, 4, 10, tzinfo=clock.STOCKHOLM))
    other = make_meeting(day=datetime(2027, 3, 3, 10, tzinfo=clock.STOCKHOLM))
    made = [
        str(services.decide(meeting=where, text=text))
        for where, text in ((meeting, "Gården öppen"), (meeting, "Nattvandring"), (other, "Gården stängd"))
    ]
    assert made == ["2026:1", "2026:2", "2027:1"]
    found = figures.meetings(police)
    assert [d.text for d in figures.find_decisions(found, "2026:2")] == ["Nattvandring"]
    assert {d.text for d in figures.find_decisions(found, "gården")} == {"Gården öppen", "Gården stängd"}
    with pytest.raises(ValidationError):
        services.decide(meeting=make_meeting(status="draft"), text="Nej")
    assert Decision.objects.count() == 3


def test_a_late_task_goes_to_its_owner_and_a_week_later_to_the_chair(client: Any, coordinator: User) -> None:
    meeting = make_meeting()
    guest(meeting, email="ordf@example.org", is_chair=True)
    task = services.promise(
        meeting=meeting,
        text="Boka",
        owner_name="Prov",
        owner_email="agare@example.org",
        due=clock.today() + timedelta(days=3),
    )
    told = []
    for days in (0, 1, 2, 4, 5, 11, 12):
        with clock.at(clock.now() + timedelta(days=days)):
            services.tell_of_tasks()
        told.append([letter.to[0] for letter in mail.outbox])
    owner, chair = "agare@example.org", "ordf@example.org"
    assert told == [[], [owner], [owner], [owner, owner], [owner, owner], [owner, owner, chair], [owner, owner, chair]]
    assert [task_token(task) in letter.body for letter in mail.outbox] == [True, True, False]
    client.force_login(coordinator)
    client.post(reverse("calendar:meeting_act", args=[meeting.pk]), {"gor": "klar", "rad": str(task.pk)})
    assert not figures.open_tasks(figures.meetings(coordinator)).exists()


def test_an_owner_without_account_says_by_link_that_a_task_is_done(client: Any) -> None:
    task = services.promise(
        meeting=make_meeting(), text="Boka", owner_name="Prov", owner_email="agare@example.org", due=clock.today()
    )
    where = reverse("calendar:task", args=[task_token(task)])
    assert client.get(where).status_code == 200
    task.refresh_from_db()
    assert task.done_at is None  # looking says nothing
    assert client.post(where).status_code == 302
    task.refresh_from_db()
    assert task.done_at is not None and services.tell_of_tasks() == 0
    assert client.get(reverse("calendar:task", args=["hittepa"])).status_code == 404


def test_a_task_of_another_meeting_is_not_finished_from_here(client: Any, coordinator: User) -> None:
    task = MeetingTask.objects.create(meeting=make_meeting(), text="A", owner_email="a@example.org", due=clock.today())
    client.force_login(coordinator)
    where = reverse("calendar:meeting_act", args=[make_meeting().pk])
    assert client.post(where, {"gor": "klar", "rad": str(task.pk)}).status_code == 404
    assert client.post(where, {"gor": "klar", "rad": "9" * 30}).status_code == 404


def test_clashes_are_told(coordinator: User) -> None:
    at = datetime(2027, 1, 6, 10, tzinfo=clock.STOCKHOLM)  # Epiphany
    make_break(date(2027, 1, 11), kind="winter")
    with clock.at(datetime(2026, 12, 1, 12, tzinfo=clock.STOCKHOLM)):
        one, other = make_meeting(day=at), make_meeting(day=at + timedelta(hours=1), title="Styrgrupp", kind="steering")
        guest(one)
        guest(other)
        alone = make_meeting(day=at + timedelta(days=20), place="")
        told = figures.clashes([one, other, alone])
    assert len(told[one.pk]) == 4 and any("Styrgrupp" in line for line in told[one.pk])
    assert told[alone.pk] == []


@pytest.mark.parametrize("name", ["calendar:meetings", "calendar:meeting_tasks"])
def test_as_many_questions_for_one_meeting_as_for_fifty(client: Any, coordinator: User, name: str) -> None:
    client.force_login(coordinator)

    def add(count: int) -> None:
        for number in range(count):
            meeting = make_meeting()
            services.decide(meeting=meeting, text=f"Beslut {number}")
            services.promise(
                meeting=meeting, text="Boka", owner_name="P", owner_email="p@example.org", due=clock.today()
            )

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(name))
        return len(found)

    add(1)
    asked()
    one = asked()
    add(49)
    assert asked() == one


def test_without_a_chair_the_office_is_told_and_a_chair_chosen_later_still_is(
    client: Any, coordinator: User, settings: Any
) -> None:
    meeting = make_meeting()
    first, second = guest(meeting, email="a@example.org"), guest(meeting, email="b@example.org", is_chair=True)
    client.force_login(coordinator)
    act, where = reverse("calendar:meeting_act", args=[meeting.pk]), reverse("calendar:meeting", args=[meeting.pk])
    assert 'value="ordforande"' in client.get(where).content.decode()
    client.post(act, {"gor": "ordforande", "rad": first.pk})
    assert [one.is_chair for one in meeting.invitees.order_by("email")] == [True, False]
    client.post(act, {"gor": "ta-tillbaka", "rad": first.pk})
    assert "Ingen är ordförande" in client.get(where).content.decode()
    task = services.promise(
        meeting=meeting, text="Boka", owner_name="P", owner_email="p@example.org", due=clock.today()
    )
    MeetingTask.objects.update(reminded_at=clock.now(), owner_told_at=clock.now() - timedelta(days=8))
    assert [services.tell_of_tasks() for _twice in range(2)] == [1, 0]
    assert mail.outbox[-1].to == [settings.CONTACT_EMAIL] and where in mail.outbox[-1].body
    task.refresh_from_db()
    assert task.chair_told_at is None
    services.choose_chair(invitee=second, actor=coordinator)
    assert [services.tell_of_tasks() for _twice in range(2)] == [1, 0]
    assert mail.outbox[-1].to == ["b@example.org"]


def test_a_meetings_page_and_the_drafts_tell_what_clashes_with_it(client: Any, coordinator: User) -> None:
    one, other = make_meeting(), make_meeting(title="Styrgrupp", kind="steering")
    draft = make_meeting(title="Utkastet", status="draft", place="")
    for meeting in (one, other):
        Invitee.objects.create(meeting=meeting, name="Prov", email="p@example.org")
    CalendarItem.objects.filter(pk=draft.pk).update(place="provrummet ")
    client.force_login(coordinator)
    page = client.get(reverse("calendar:meeting", args=[one.pk])).content.decode()
    assert "Samma rum som Styrgrupp" in page and "Samma personer som Styrgrupp" in page
    assert "Samma rum som Styrgrupp" in client.get("/kalender/utkast/").content.decode()
