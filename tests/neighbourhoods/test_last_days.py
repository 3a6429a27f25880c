"""A period that has a last day can be prolonged as well as shortened, and what is refused is said truly."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, User
from common import clock
from neighbourhoods import services
from tests.factories.neighbourhoods import make_agent, make_area
from tests.factories.portal import make_group, make_head

pytestmark = pytest.mark.django_db


def day(days: int) -> date:
    return clock.today() + timedelta(days=days)


def test_an_appointment_is_prolonged_shortened_and_left_open(client: Any, coordinator: User) -> None:
    held = make_agent(last_day=day(10))
    client.force_login(coordinator)
    page = reverse("neighbourhoods:end", args=[held.area.slug, held.pk])
    assert client.get(page).context["form"].initial["last_day"] == day(10)
    for sent, last in (
        ({"last_day": day(400)}, day(400)),
        ({"no_end": "on"}, None),
        ({"last_day": day(5)}, day(5)),
    ):
        assert client.post(page, sent).status_code == 302
        held.refresh_from_db()
        assert held.last_day == last
    assert client.post(page, {"last_day": ""}).context["form"].errors["last_day"]


def test_an_appointment_is_prolonged_only_as_far_as_another_may_stand(client: Any, coordinator: User) -> None:
    area = make_area()
    head = make_agent(area, last_day=day(10), is_head=True)
    make_agent(area, starts_on=day(20), is_head=True)
    client.force_login(coordinator)
    page = reverse("neighbourhoods:end", args=[area.slug, head.pk])
    refused = client.post(page, {"last_day": day(30)}).content.decode()
    assert "huvudkontaktombud under perioden" in refused
    head.refresh_from_db()
    assert head.last_day == day(10)


def test_one_that_is_over_is_said_to_be_and_one_that_holds_is_not(client: Any, coordinator: User) -> None:
    over, holds = make_agent(last_day=day(-3)), make_agent(last_day=day(3))
    client.force_login(coordinator)
    page = client.post(reverse("neighbourhoods:end", args=[over.area.slug, over.pk]), {"last_day": day(9)})
    assert "Uppdraget är redan avslutat" in page.content.decode()
    sent = {"email": "ny@example.com", "full_name": "Ny", "first_day": day(30), "steg": "klart"}
    told = client.post(reverse("neighbourhoods:hand_over", args=[holds.area.slug, holds.pk]), sent).content.decode()
    assert "Uppdraget är redan avslutat" not in told and "Sista dagen är redan" in told


def test_a_head_of_a_group_is_prolonged_too(client: Any, coordinator: User) -> None:
    group = make_group(make_area())
    head = make_head(group)
    services.end_group_head(head=head, last_day=day(5), by=None)
    client.force_login(coordinator)
    end = reverse("neighbourhoods:group_head_end", args=[group.pk, head.pk])
    assert client.post(end, {"last_day": day(50)}).status_code == 302
    head.refresh_from_db()
    assert head.last_day == day(50) and AuditEntry.objects.filter(action="group.head_prolonged").exists()
    services.appoint_group_head(group=group, user=make_agent().user, by=None, starts_on=day(60))
    assert client.post(end, {"no_end": "on"}).status_code == 422
    services.end_group_head(head=head, last_day=day(-1), by=None)
