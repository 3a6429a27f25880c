"""Handing an agent's role over, and roles that end with the last day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.models import AuditEntry, User
from common import clock
from neighbourhoods import services
from neighbourhoods.models import ContactAgent
from neighbourhoods.periodic import take_back_roles
from tests.factories.accounts import person
from tests.factories.neighbourhoods import make_agent, make_area

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


def in_role(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def test_coordinator_hands_over_to_a_new_person_after_confirming(client: Client, coordinator: User) -> None:
    old = make_agent(is_head=True)
    client.force_login(coordinator)
    address = reverse("neighbourhoods:hand_over", args=[old.area.slug, old.pk])
    assert address in client.get(reverse("neighbourhoods:area", args=[old.area.slug])).content.decode()
    day = clock.today() + timedelta(days=20)
    data = {"email": "ny@example.com", "first_day": day.isoformat(), "agrees_to_be_shown": "on"}
    assert client.post(address, data).status_code == 422
    data["full_name"] = "Ny Exempel"
    asked = client.post(address, data)
    assert "Ny Exempel" in asked.content.decode() and ContactAgent.objects.count() == 1
    hidden = dict(asked.context["values"])
    assert client.post(address, hidden | {"steg": "klart"}).status_code == 302
    old.refresh_from_db()
    new = ContactAgent.objects.get(user__email="ny@example.com")
    assert old.last_day == day - ONE_DAY and new.starts_on == day and new.is_head and new.agrees_to_be_shown
    assert roles.HEAD_CONTACT_AGENT in in_role(new.user)


def test_nobody_is_added_when_the_hand_over_is_refused(client: Client, coordinator: User) -> None:
    old = make_agent(last_day=clock.today() + ONE_DAY)
    client.force_login(coordinator)
    address = reverse("neighbourhoods:hand_over", args=[old.area.slug, old.pk])
    late = (clock.today() + timedelta(days=9)).isoformat()
    data = {"email": "ny@example.com", "full_name": "Ny Exempel", "first_day": late, "steg": "klart"}
    assert client.post(address, data).status_code == 422
    assert not User.objects.filter(email="ny@example.com").exists()
    same = {"email": old.user.email, "first_day": clock.today().isoformat(), "steg": "klart"}
    assert client.post(address, same).status_code == 422


def test_head_hands_over_to_a_fellow_agent_in_the_portal(client: Client, agent: User, other_agent: User) -> None:
    head = make_agent(make_area(), agent, is_head=True)
    fellow = make_agent(head.area, other_agent, trained_on=clock.today())
    stranger = make_agent()
    client.force_login(agent)
    address = reverse("neighbourhoods:portal_hand_over", args=[head.area.slug])
    assert address in client.get(reverse("neighbourhoods:portal_area", args=[head.area.slug])).content.decode()
    day = clock.today() + ONE_DAY
    data = {"to": str(stranger.pk), "first_day": day.isoformat(), "steg": "klart"}
    assert client.post(address, data).status_code == 422
    data["to"] = str(fellow.pk)
    assert client.post(address, data | {"first_day": clock.today().isoformat()}).status_code == 422
    assert client.post(address, {**data, "steg": ""}).status_code == 200
    assert ContactAgent.objects.count() == 3
    assert client.post(address, data).status_code == 302
    new = ContactAgent.objects.get(user=other_agent, is_head=True)
    assert new.starts_on == day and new.trained_on == clock.today()
    fellow.refresh_from_db()
    assert fellow.last_day == clock.today()


def test_only_the_areas_own_head_finds_the_page(client: Client, agent: User, other_agent: User) -> None:
    head = make_agent(make_area(), other_agent, is_head=True)
    make_agent(head.area, agent)
    elsewhere = make_agent(is_head=True)
    client.force_login(agent)
    for area in (head.area, elsewhere.area):
        assert client.get(reverse("neighbourhoods:portal_hand_over", args=[area.slug])).status_code == 404
    assert client.get(reverse("neighbourhoods:hand_over", args=[head.area.slug, head.pk])).status_code == 404
    client.force_login(other_agent)
    assert client.get(reverse("neighbourhoods:portal_hand_over", args=[elsewhere.area.slug])).status_code == 404


def test_role_lasts_through_the_last_day_and_is_taken_the_night_after(monkeypatch: pytest.MonkeyPatch) -> None:
    agent = make_agent(is_head=True)
    services.end_appointment(appointment=agent, by=None)
    take_back_roles()
    assert in_role(agent.user) == {roles.HEAD_CONTACT_AGENT}
    tomorrow = clock.today() + ONE_DAY
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    take_back_roles()
    take_back_roles()
    assert in_role(agent.user) == set()
    assert AuditEntry.objects.filter(action="role.taken.head_contact_agent", actor=None).count() == 1


def test_roles_that_still_have_their_ground_stay() -> None:
    today = clock.today()
    again = make_agent(last_day=today - timedelta(days=30))
    make_agent(user=again.user, starts_on=today + timedelta(days=5))
    not_placed = person(roles.CONTACT_AGENT)
    was_head = make_agent(is_head=True, last_day=today - ONE_DAY)
    make_agent(was_head.area, was_head.user, starts_on=today)
    assert services.take_back_roles() == 1
    assert in_role(again.user) == in_role(not_placed) == in_role(was_head.user) == {roles.CONTACT_AGENT}


def test_appointment_that_ended_yesterday_takes_the_role_at_once() -> None:
    agent = make_agent()
    services.end_appointment(appointment=agent, by=None, last_day=clock.today() - ONE_DAY)
    assert in_role(agent.user) == set()
