"""How far the planning of each break is: one sentence for each state, and as few questions for many as for one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from common import clock
from holiday_calendar import figures
from holiday_calendar.models import BreakRoom, CalendarItem, Participant
from tests.factories.break_rooms import make_activity, make_break, make_participant, make_room
from tests.factories.neighbourhoods import make_organisation

pytestmark = pytest.mark.django_db
FIRST = date(2027, 3, 1)
YEAR = (date(2026, 8, 1), date(2027, 7, 31))


def look(days: int) -> tuple[str, int, int]:
    """Return the chip and the activities of the only break, so many days from its first."""
    day = FIRST + timedelta(days=days)
    with clock.at(datetime(day.year, day.month, day.day, 12, tzinfo=clock.STOCKHOLM)):
        state = figures.break_states(*YEAR)[0]
    return state.look, state.responsible, state.activities


def test_a_break_without_a_room_waits_and_is_then_late() -> None:
    make_break(FIRST, kind="winter")
    assert [look(days)[0] for days in (-70, -50, 10)] == ["wait", "late", "done"]


def test_what_lacks_in_a_room_is_told_one_thing_at_a_time() -> None:
    room = make_room(FIRST, kind="winter")
    assert look(-50) == ("needs", 0, 0)  # no goal
    BreakRoom.objects.update(goal="Lugnt")
    assert look(-50)[0] == "done"
    item = make_activity(room)
    assert look(-50) == ("needs", 0, 1)
    CalendarItem.objects.filter(pk=item.pk).update(owner=make_organisation())
    make_participant(room)
    assert look(-50) == ("done", 1, 1)
    assert look(-10)[0] == "needs"  # nobody has confirmed
    Participant.objects.update(confirmed_at=clock.now())
    assert look(-10)[0] == "done"
    assert [look(days)[0] for days in (10, 30)] == ["needs", "late"]
    BreakRoom.objects.update(keep="Öppet sent")
    assert look(30)[0] == "done"


def test_planners_see_it_on_the_wheel_in_few_questions(client: Any, coordinator: User) -> None:
    asked = []
    for number in range(3):
        make_room(FIRST + timedelta(days=number), kind="winter")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            figures.break_states(*YEAR)
        asked.append(len(captured))
    assert asked == [4, 4, 4]
    where = "/kalender/arshjul/?lasar=2026-27"
    assert 'id="lage"' not in client.get(where).content.decode()
    client.force_login(coordinator)
    assert 'id="lage"' in client.get(where).content.decode()
