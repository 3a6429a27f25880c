"""Meetings: invitations that update and cancel, answers, minutes, numbered decisions, tasks, what clashes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
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
from holiday_calendar import figures, services
from holiday_calendar.mail import invitee_token
from holiday_calendar.models import CalendarItem, Decision, Invitee, MeetingTask, Minutes
from tests.factories.break_rooms import make_break, make_meeting

pytestmark = pytest.mark.django_db


def guest(meeting: CalendarItem, **fields: Any) -> Invitee:
    defaults: dict[str, Any] = {"name": "Prov Gäst", "email": "gast@example.org", "is_chair": False}
    return services.invite(meeting=meeting, **defaults | fields)


def entry(number: int) -> tuple[str, str, int, str]:
    """Return method, identity, sequence and status of the entry in the n-th mail."""
    content = mail.outbox[number].attachments[0][1]
    calendar = Calendar.from_ical(content)
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
        ("PUBLISH", meeting.uid, 0, "CONFIRMED"),
        ("PUBLISH", meeting.uid, 1, "CONFIRMED"),
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


def test_a_meeting_to_come_is_not_moved_into_the_past() -> None:
    meeting = make_meeting()
    guest(meeting)
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


def test_minutes_are_not_overwritten_and_stand_once_approved(client: Any, coordinator: User) -> None:
    meeting = make_meeting()
    client.force_login(coordinator)
    where = reverse("calendar:meeting_minutes", args=[meeting.pk])
    assert client.post(where, {"version": "0", "text": "Först"}).status_code == 302
    late = client.post(where, {"version": "0", "text": "Sedan"})
    assert late.status_code == 422 and "Sedan" in late.content.decode()
    client.post(reverse("calendar:meeting_act", args=[meeting.pk]), {"gor": "godkann"})
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
        meeting=meeting, text="Boka", owner_name="Prov", owner_email="agare@example.org", due=clock.today()
    )
    told = []
    for days in (0, 1, 2, 8, 9):
        with clock.at(clock.now() + timedelta(days=days)):
            services.tell_of_late_tasks()
        told.append([letter.to[0] for letter in mail.outbox])
    owner, both = ["agare@example.org"], ["agare@example.org", "ordf@example.org"]
    assert told == [[], owner, owner, both, both]
    client.force_login(coordinator)
    client.post(reverse("calendar:meeting_act", args=[meeting.pk]), {"gor": "klar", "rad": str(task.pk)})
    assert not figures.open_tasks(figures.meetings(coordinator)).exists()


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
