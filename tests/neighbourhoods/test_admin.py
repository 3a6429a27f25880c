"""The places in the admin: statuses and appointments only through services."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from common import clock
from neighbourhoods import models
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, ContactAgent
from tests.factories.neighbourhoods import (
    make_address,
    make_agent,
    make_area,
    make_district,
    make_municipality,
    make_organisation,
    make_place_name,
    square,
)

pytestmark = pytest.mark.django_db
LISTS = [
    "area",
    "contactagent",
    "district",
    "municipality",
    "organisation",
    "organisationcontact",
    "address",
    "placename",
]


@pytest.fixture(autouse=True)
def signed_in(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)


def fill() -> None:
    make_municipality()
    make_agent(make_area(boundary=square()))
    models.OrganisationContact.objects.create(organisation=make_organisation(), role="Jour", name="Kim Exempel")
    make_address()
    make_place_name("Hallunda")


@pytest.mark.parametrize("name", LISTS)
def test_every_list_page_search_and_history_opens(client: Client, name: str) -> None:
    fill()
    model = getattr(models, {m.__name__.lower(): m.__name__ for m in admin.site._registry}[name])
    assert client.get(reverse(f"admin:neighbourhoods_{name}_changelist"), {"q": "a"}).status_code == 200
    pk = model.objects.first().pk
    assert client.get(reverse(f"admin:neighbourhoods_{name}_change", args=[pk])).status_code == 200
    assert client.get(reverse(f"admin:neighbourhoods_{name}_history", args=[pk])).status_code == 200


def act(client: Client, name: str, action: str, *rows: object) -> object:
    address = reverse(f"admin:neighbourhoods_{name}_changelist")
    chosen = [str(row.pk) for row in rows]  # type: ignore[attr-defined]
    return client.post(address, {"action": action, "_selected_action": chosen}, follow=True)


def test_actions_move_what_may_move_and_say_what_may_not(client: Client, coordinator: User) -> None:
    awake, lonely = make_agent().area, make_area(status=AreaStatus.DORMANT)
    act(client, "area", "mark_dormant", awake)
    awake.refresh_from_db()
    assert awake.status == AreaStatus.DORMANT
    assert awake.events.get().actor == coordinator
    response = act(client, "area", "activate", awake, lonely)
    awake.refresh_from_db()
    lonely.refresh_from_db()
    assert (awake.status, lonely.status) == (AreaStatus.ACTIVE, AreaStatus.DORMANT)
    assert lonely.name in response.content.decode()  # type: ignore[attr-defined]


def form_of(area: Area, **changes: object) -> dict[str, object]:
    held = {
        "name": area.name,
        "district": area.district.pk,
        "housing": area.housing,
        "owner": "",
        "households": area.households,
        "households_joined": area.households_joined,
        "households_declined": area.households_declined,
        "started_on": "",
        "last_contact_on": "",
        "boundary": "null",
    }
    for prefix in ("agents", "events"):
        held |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return held | changes


def test_a_new_area_is_entered_by_the_service(client: Client, coordinator: User) -> None:
    area = Area(name="Åkern", district=make_district("Tumba"), households=20)
    response = client.post(reverse("admin:neighbourhoods_area_add"), form_of(area, boundary=""))
    assert response.status_code == 302
    made = Area.objects.get()
    assert (made.slug, made.status, made.events.get().actor) == ("akern", AreaStatus.INTEREST, coordinator)
    assert made.history.count() == 2
    again = client.post(reverse("admin:neighbourhoods_area_add"), form_of(area, name="åkern", boundary=""))
    assert again.status_code == 200 and again.context["adminform"].form.errors


def test_a_border_that_crosses_itself_is_refused(client: Client) -> None:
    area = make_area()
    corners = "[[17.8,59.2],[17.9,59.3],[17.9,59.2],[17.8,59.3],[17.8,59.2]]"
    boundary = f'{{"type": "Polygon", "coordinates": [{corners}]}}'
    response = client.post(
        reverse("admin:neighbourhoods_area_change", args=[area.pk]), form_of(area, boundary=boundary)
    )
    assert "boundary" in response.context["adminform"].form.errors


def test_an_agent_is_appointed_and_ended_beside_the_area(client: Client, coordinator: User, agent: User) -> None:
    agent.groups.clear()
    area = make_area()
    address = reverse("admin:neighbourhoods_area_change", args=[area.pk])
    new = {"agents-TOTAL_FORMS": 1, "agents-0-email": agent.email.upper(), "agents-0-starts_on": "2026-01-01"}
    new |= {"agents-0-area": area.pk, "agents-0-last_day": ""}
    nobody = client.post(address, form_of(area, **new | {"agents-0-email": "ingen@example.com"}))
    assert nobody.status_code == 200 and not area.agents.exists()
    assert client.post(address, form_of(area, **new)).status_code == 302
    held = area.agents.get()
    assert held.user == agent and User.objects.get(pk=agent.pk).has_perm("neighbourhoods.use_portal")
    yesterday = clock.today() - timedelta(days=1)
    ended = new | {"agents-INITIAL_FORMS": 1, "agents-0-id": held.pk, "agents-0-last_day": yesterday.isoformat()}
    assert client.post(address, form_of(area, **ended)).status_code == 302
    held.refresh_from_db()
    assert held.last_day == yesterday and not agent.groups.exists()


def test_rows_that_clash_among_themselves_are_said(client: Client, agent: User, volunteer: User) -> None:
    area = make_area()
    address = reverse("admin:neighbourhoods_area_change", args=[area.pk])

    def rows(*people: User, **both: str) -> dict[str, object]:
        data: dict[str, object] = {"agents-TOTAL_FORMS": 2}
        for at, person in enumerate(people):
            held = {"email": person.email, "starts_on": "2026-01-01", "last_day": "", "area": area.pk} | both
            data |= {f"agents-{at}-{name}": value for name, value in held.items()}
        return form_of(area, **data)

    for data in (rows(agent, agent), rows(agent, volunteer, is_head="on")):
        answer = client.post(address, data)
        assert answer.status_code == 200 and answer.context["inline_admin_formsets"][0].formset.non_form_errors()
        assert not area.agents.exists()
    assert client.post(address, rows(agent, volunteer)).status_code == 302
    assert area.agents.count() == 2


def test_appointments_end_by_action_and_overlaps_are_said(client: Client) -> None:
    held = make_agent()
    act(client, "contactagent", "end_today", held)
    held.refresh_from_db()
    assert not held.is_current()
    other = make_agent(is_head=True)
    data = {"area": other.area.pk, "email": held.user.email, "starts_on": "2026-01-01", "last_day": "", "is_head": "on"}
    response = client.post(reverse("admin:neighbourhoods_contactagent_add"), data)
    assert response.status_code == 200 and response.context["adminform"].form.errors
    del data["is_head"]
    assert client.post(reverse("admin:neighbourhoods_contactagent_add"), data).status_code == 302
    assert ContactAgent.objects.filter(area=other.area).count() == 2


@pytest.mark.parametrize("name", ["area", "contactagent", "organisationcontact"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_lists_go_to_excel(client: Client, name: str, kind: str) -> None:
    fill()
    model = {"area": Area, "contactagent": ContactAgent, "organisationcontact": models.OrganisationContact}[name]
    response = act(client, name, f"export_{kind}", model.objects.get())
    assert kind in response["Content-Disposition"]  # type: ignore[index]


@pytest.mark.parametrize("name", ["area", "contactagent"])
def test_lists_take_the_same_queries_for_one_row_and_fifty(client: Client, name: str) -> None:
    address = reverse(f"admin:neighbourhoods_{name}_changelist")
    district = make_district("Tumba")
    make_agent(make_area(district=district))
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _number in range(49):
        make_agent(make_area(district=district))
    with CaptureQueriesContext(connection) as fifty:
        client.get(address)
    assert len(one) == len(fifty)


def test_the_admin_is_shut_for_agents(client: Client, agent: User) -> None:
    client.force_login(agent)
    assert client.get(reverse("admin:neighbourhoods_area_changelist")).status_code in (302, 403)
