"""Two years after a break or a meeting nobody who took part can be read out of it; what was learnt stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from common import clock
from holiday_calendar import services
from holiday_calendar.models import CalendarItem, Invitee, LogNote, MeetingTask
from tests.factories.break_rooms import make_meeting, make_participant, make_room
from tests.factories.calendar import make_item

pytestmark = pytest.mark.django_db


def test_after_two_years_and_not_a_day_earlier() -> None:
    first = date(2024, 10, 28)
    room = make_room(first, days=5)
    line = make_participant(room, name="Prov Person", phone="070-123 45 67", rating=4)
    LogNote.objects.create(room=room, participant=line, signature="Fritid", day=first, text="Lugnt.")
    meeting = make_meeting(starts_at=clock.start_of_day(first), ends_at=clock.start_of_day(first) + timedelta(hours=1))
    Invitee.objects.create(meeting=meeting, name="Prov", email="prov@example.com")
    MeetingTask.objects.create(meeting=meeting, text="Boka", owner_name="P", owner_email="p@example.com", due=first)
    item = make_item(first, description="Ring Prov", led_by="Prov")
    with clock.at(clock.start_of_day(room.school_break.last_day + timedelta(days=700))):
        assert services.forget_outlived() == 0
    with clock.at(clock.start_of_day(date(2026, 11, 5))):
        assert services.forget_outlived() > 0
        assert services.forget_outlived() == 0
    line.refresh_from_db()
    assert (line.name, line.phone, line.rating) == ("", "", 4) and line.email.endswith("@example.invalid")
    assert not LogNote.objects.exists() and not Invitee.objects.exists()
    assert MeetingTask.objects.get().owner_email.endswith("@example.invalid")
    assert CalendarItem.objects.get(pk=item.pk).led_by == ""


def test_what_is_younger_is_left_alone() -> None:
    room = make_room(clock.today() - timedelta(days=30))
    line = make_participant(room, name="Prov Person")
    services.forget_outlived()
    line.refresh_from_db()
    assert line.name == "Prov Person"
