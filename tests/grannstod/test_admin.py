"""Grannstöd in the admin: a shift planned there follows the same rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from common import clock
from grannstod.models import Shift, Volunteer
from tests.factories.grannstod import make_car, make_observation, make_patrol, make_volunteer

pytestmark = pytest.mark.django_db


def test_every_list_opens(client: Any, coordinator: User, volunteer: User) -> None:
    make_observation(make_patrol(volunteer))
    client.force_login(coordinator)
    for model in ("volunteer", "car", "route", "checklistversion", "shift", "patrol", "observation"):
        assert client.get(f"/admin/grannstod/{model}/?q=prov").status_code == 200, model


def test_a_shift_is_planned_changed_and_refused_when_someone_is_taken(client: Any, coordinator: User) -> None:
    client.force_login(coordinator)
    day = clock.today() + timedelta(days=9)
    sent = {"starts_at_0": str(day), "starts_at_1": "10:00", "ends_at_0": str(day), "ends_at_1": "13:00", "route": ""}
    sent |= {"car": make_car().pk, "driver": make_volunteer().pk, "companion": make_volunteer().pk}
    assert client.post("/admin/grannstod/shift/add/", sent).status_code == 302
    shift = Shift.objects.get()
    assert shift.crew.count() == 2
    assert client.post("/admin/grannstod/shift/add/", sent | {"car": make_car().pk}).status_code == 200
    moved = sent | {"ends_at_1": "12:00"}
    assert client.post(f"/admin/grannstod/shift/{shift.pk}/change/", moved).status_code == 302
    assert Shift.objects.count() == 1
    assert clock.local(Shift.objects.get().ends_at).hour == 12


def test_a_volunteer_is_moved_by_an_action_that_says_what_is_refused(client: Any, coordinator: User) -> None:
    person = make_volunteer(status="applied")
    client.force_login(coordinator)
    for action in ("to_active", "to_training"):
        client.post("/admin/grannstod/volunteer/", {"action": action, "_selected_action": [person.pk]}, follow=True)
    assert Volunteer.objects.get().status == "training"
