"""Rooms of breaks for tests, with somebody on the contact list."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from common import clock
from holiday_calendar.mail import invitee_token, participant_token, task_token
from holiday_calendar.models import (
    BreakRoom,
    CalendarItem,
    Decision,
    Invitee,
    LogNote,
    MeetingTask,
    Participant,
    Presence,
    SchoolBreak,
    SchoolYearProposal,
    Target,
    WheelRing,
)
from neighbourhoods.models import Organisation
from tests.factories.calendar import break_row, make_item, make_year, year_file
from tests.factories.incidents import make_category
from tests.factories.neighbourhoods import make_district, make_organisation

_numbers = count(1)


def make_break(first: date | None = None, days: int = 5, **fields: Any) -> SchoolBreak:
    """Make a break that runs now, or begins on a day; its school year is made with it."""
    first = first or clock.today() - timedelta(days=2)
    year = first.year if first.month >= 8 else first.year - 1
    row = break_row(f"lov-{next(_numbers)}", first_day=first, last_day=first + timedelta(days=days - 1), **fields)
    made = make_year(
        row,
        label=f"{year}/{(year + 1) % 100:02d}",
        starts_from=date(year, 8, 19),
        starts_to=date(year, 8, 21),
        ends_from=date(year + 1, 6, 11),
        ends_to=date(year + 1, 6, 11),
    )
    return made.breaks.get(key=row.key)


def make_room(first: date | None = None, days: int = 5, kind: str = "autumn", **fields: Any) -> BreakRoom:
    """Open the room of a break that runs now, or begins on a day."""
    return BreakRoom.objects.create(school_break=make_break(first, days, kind=kind), **fields)


def make_participant(room: BreakRoom | None = None, **fields: Any) -> Participant:
    """Put a person on a contact list."""
    number = next(_numbers)
    defaults = {"role": "Fältassistent", "name": "Prov Person", "phone": "070-123 45 67"}
    organisation = fields.pop("organisation", None) or Organisation.objects.create(name=f"Provförening {number}")
    return Participant.objects.create(
        room=room or make_room(), organisation=organisation, **defaults | {"email": f"p{number}@example.org"} | fields
    )


def furnish(room: BreakRoom) -> BreakRoom:
    """Put a person, an evening, a note and a target in a room."""
    someone = make_participant(room)
    day = clock.start_of_day(room.school_break.first_day)
    Presence.objects.create(
        room=room,
        kind="guards",
        district=make_district(),
        starts_at=day + timedelta(hours=18),
        ends_at=day + timedelta(hours=21),
    )
    LogNote.objects.create(
        room=room, participant=someone, signature="Prov", day=room.school_break.first_day, text="Lugnt"
    )
    Target.objects.create(room=room, category=make_category(), fewer_percent=10)
    return room


def make_activity(room: BreakRoom, **fields: Any) -> CalendarItem:
    """Put an activity on the first day of a break, from 13 to 15."""
    day = clock.start_of_day(room.school_break.first_day) + timedelta(hours=13)
    return make_item(day, **{"title": "Fotboll"} | fields)


def make_meeting(**fields: Any) -> CalendarItem:
    """Make a coordination meeting, tomorrow at 17 unless told otherwise."""
    defaults = {"kind": "coordination", "title": "Samordningsmöte", "is_public": False, "place": "Provrummet"}
    return make_item(fields.pop("day", None), **defaults | fields)


def arguments() -> dict[str, dict[str, Any]]:
    """Return what the addresses of a furnished room need."""
    room = furnish(make_room())
    someone = room.participants.get()
    names = (
        "room",
        "room_act",
        "room_activity_file",
        "room_activity_new",
        "room_phones",
        "partner_phones",
        "room_person_new",
        "room_plan",
        "room_presence",
        "room_target",
        "partner",
    )
    meeting = make_meeting()
    invitee = Invitee.objects.create(meeting=meeting, name="Prov Gäst", email="gast@example.org")
    task = MeetingTask.objects.create(
        meeting=meeting, text="Boka lokal", owner_name="Prov", owner_email="p@example.org", due=clock.today()
    )
    Decision.objects.create(meeting=meeting, year=2026, number=1, text="Öppet till 23")
    proposal = SchoolYearProposal.objects.create(data=[year_file().as_json()])
    ring = WheelRing.objects.create(organisation=make_organisation("Fritidsgården"), name="Fritids")
    about = ("", "_act", "_decide", "_invite", "_minutes", "_promise")
    return {
        **{f"calendar:meeting{name}": {"pk": meeting.pk} for name in about},
        "calendar:sheet": {"form": "csv"},
        "calendar:wheel_ring": {"pk": ring.pk},
        "calendar:item": {"pk": meeting.pk},
        "calendar:task": {"token": task_token(task)},
        "calendar:answer": {"token": invitee_token(invitee)},
        **{f"calendar:{name}": {"pk": room.pk} for name in names},
        "calendar:room_activity": {"pk": room.pk, "item": make_activity(room).pk},
        "calendar:school_year_proposal": {"pk": proposal.pk},
        "calendar:room_presence_change": {"pk": room.pk, "row": room.presences.get().pk},
        "calendar:room_person": {"pk": room.pk, "line": someone.pk},
        "calendar:participant": {"token": participant_token(someone)},
    }
