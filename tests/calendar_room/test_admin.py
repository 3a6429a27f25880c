"""The calendar in the admin: years confirmed, items made, moved and called off through the services."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from holiday_calendar.models import CalendarItem, SchoolBreak, SchoolYear
from tests.factories.calendar import make_item, make_year

pytestmark = pytest.mark.django_db


def test_years_and_breaks(client: Any, coordinator: User) -> None:
    year = make_year()
    client.force_login(coordinator)
    for address in ("schoolyear/", f"schoolyear/{year.pk}/change/", "schoolbreak/", "calendaritem/"):
        assert client.get(f"/admin/calendar/{address}").status_code == 200, address
    client.post("/admin/calendar/schoolyear/", {"action": "confirm", "_selected_action": [year.pk]})
    assert SchoolYear.objects.get().status == "confirmed"
    found = SchoolBreak.objects.get()
    sent = {"school_year": year.pk, "key": "annan", "kind": "own", "name": "Nytt namn", "first_day": "2026-11-02"}
    assert client.post(f"/admin/calendar/schoolbreak/{found.pk}/change/", sent).status_code == 302
    now = SchoolBreak.objects.get()
    assert (now.name, now.key, now.first_day) == (found.name, found.key, found.first_day)  # dates are proposed
    assert (now.visible, now.sequence) == (False, 1)
    assert client.get("/admin/calendar/schoolbreak/add/").status_code == 403
    assert client.post(f"/admin/calendar/schoolyear/{year.pk}/delete/", {"post": "yes"}).status_code == 403
    assert f"?fran={year.pk}" in client.get(f"/admin/calendar/schoolbreak/{found.pk}/change/").content.decode()


def test_an_item_is_made_and_called_off(client: Any, coordinator: User) -> None:
    client.force_login(coordinator)
    sent = {"kind": "coordination", "title": "Möte", "starts_at_0": "2026-11-25", "starts_at_1": "10:00"}
    sent |= {"ends_at_0": "2026-11-25", "ends_at_1": "09:00", "moves_by": "week"}
    assert client.post("/admin/calendar/calendaritem/add/", sent).status_code == 200
    assert client.post("/admin/calendar/calendaritem/add/", sent | {"ends_at_1": "12:00"}).status_code == 302
    item = CalendarItem.objects.get()
    client.post("/admin/calendar/calendaritem/", {"action": "cancel", "_selected_action": [item.pk]})
    item.refresh_from_db()
    assert (item.status, item.sequence) == ("cancelled", 1)


def test_people_outside_the_desk_do_not_enter(client: Any, agent: User) -> None:
    make_item()
    client.force_login(agent)
    assert client.get("/admin/calendar/calendaritem/").status_code in (302, 403, 404)
