"""Patrol areas: together they cover the municipality, and routes, the ordinary week and shifts refer to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts import roles
from accounts.models import User
from common import clock
from grannstod import figures, services
from grannstod.figures.areas import shared_districts, uncovered_districts, unrouted_districts
from grannstod.models import ChecklistVersion, PatrolArea, Route, Shift
from neighbourhoods.models import Address
from tests.factories.accounts import person
from tests.factories.grannstod import make_patrol, make_patrol_area, make_pattern, make_route, make_shift
from tests.factories.neighbourhoods import make_area

pytestmark = pytest.mark.django_db
SQUARE = {"type": "Polygon", "coordinates": [[[17.8, 59.2], [17.9, 59.2], [17.9, 59.3], [17.8, 59.3], [17.8, 59.2]]]}


def test_the_leader_sees_which_districts_stand_in_no_patrol_area(client: Any) -> None:
    north, south = make_area().district, make_area().district
    route = make_route()
    client.force_login(person(roles.GRANNSTOD_LEADER))
    page = reverse("grannstod:patrol_areas")
    assert uncovered_districts() == sorted([north.name, south.name])
    asked = {"name": "Norra", "districts": [north.pk], "routes": [route.pk], "is_active": "on"}
    assert client.post(page, asked).status_code == 302
    area = PatrolArea.objects.get()
    assert uncovered_districts() == unrouted_districts() == [south.name]
    assert client.post(page, {"name": "Norra", "districts": [south.pk], "is_active": "on"}).status_code == 422
    both = {"name": "Hela", "districts": [north.pk, south.pk], "is_active": "on"}
    own = reverse("grannstod:patrol_area", args=[area.pk])
    assert client.post(own, both | {"routes": [route.pk]}).status_code == 302
    shown = client.get(page).content.decode()
    assert "Hela" in shown
    assert uncovered_districts() == unrouted_districts() == shared_districts() == []
    make_patrol_area(north)
    assert shared_districts() == [north.name]
    assert client.post(own, both | {"is_active": ""}).status_code == 302
    assert uncovered_districts() == [south.name]


def test_shifts_get_the_area_of_their_week_or_route() -> None:
    district = make_area().district
    of_route, of_week = make_patrol_area(district), make_patrol_area()
    route = make_route()
    route.patrol_area = of_route
    route.save()
    make_pattern(route=route)
    make_pattern(route=route, patrol_area=of_week)
    services.lay_out(first=clock.today() + timedelta(days=1), weeks=1)
    assert {shift.patrol_area for shift in Shift.objects.all()} == {of_route, of_week}
    planned = make_shift(route=route)
    assert planned.patrol_area == of_route
    assert figures.districts_of(planned) == [district]


def test_the_leader_edits_a_route_and_places_keep_what_phones_know_them_by(client: Any) -> None:
    route = make_route("Torget", "Skolan", "Parken")
    kept = route.stops.get(name="Parken").pk
    client.force_login(person(roles.GRANNSTOD_LEADER))
    page = reverse("grannstod:route", args=[route.pk])
    asked = {"name": route.name, "is_active": "on", "stops": "Parken; glas?\nTorget\n\nNya bron"}
    assert client.post(page, asked).status_code == 302
    assert list(route.stops.values_list("name", "hint")) == [("Parken", "glas?"), ("Torget", ""), ("Nya bron", "")]
    assert route.stops.get(name="Parken").pk == kept
    assert client.post(page, asked | {"stops": "Torget\nTorget; igen"}).status_code == 422
    assert "Parken; glas?" in client.get(page).content.decode()


def test_a_route_written_on_the_leaders_page_visits_areas(client: Any, volunteer: User) -> None:
    area, found = make_area(name="Solgläntan"), make_area(boundary=SQUARE)
    make_area(name="Solgläntan")
    Address.objects.create(street="Provgatan", number="5", locality="Tumba", latitude=59.25, longitude=17.85)
    client.force_login(person(roles.GRANNSTOD_LEADER))
    page, asked = reverse("grannstod:routes"), {"name": "Norra", "is_active": "on"}
    for wrong in ("Solgläntan", "Solglänt", "Finns inte alls"):
        refused = client.post(page, asked | {"stops": f"Torget;;{wrong}"})
        assert refused.status_code == 422
        assert ("menar du" in refused.content.decode()) == (wrong != "Finns inte alls")
    named = f"Solgläntan, {area.district.name}"
    assert client.post(page, asked | {"stops": f"Torget; lampor?; {named}\nProvgatan 5\nNågonstans"}).status_code == 302
    route = Route.objects.get(name="Norra")
    assert "en plats ligger inte i något område" in client.get(page).content.decode()
    own = reverse("grannstod:route", args=[route.pk])
    lines = client.get(own).context["form"].initial["stops"]
    assert lines == f"Torget; lampor?; {named}\nProvgatan 5; ; {found.name}\nNågonstans"
    assert client.post(own, asked | {"stops": lines.replace("Torget", "Stora torget")}).status_code == 302
    patrol = make_patrol(volunteer, route=route)
    for step in patrol.steps.filter(kind="place"):
        services.mark_step(patrol_id=patrol.pk, step_id=step.pk, is_done=True)
    assert set(figures.visited_areas(patrol)) == {area, found}


def test_the_leader_publishes_the_next_checklist(client: Any) -> None:
    client.force_login(person(roles.GRANNSTOD_LEADER))
    page = reverse("grannstod:checklist")
    assert client.post(page, {"before": "", "after": ""}).status_code == 422
    assert client.post(page, {"before": "Västar\n* Polisen möts", "after": "Nycklar"}).status_code == 302
    version = ChecklistVersion.objects.in_force()
    assert version
    lines = list(version.lines.order_by("-kind", "position").values_list("text", "is_police"))
    assert lines == [("Västar", False), ("Polisen möts", True), ("Nycklar", False)]
    assert "* Polisen möts" in client.get(page).content.decode()
    assert client.post(page, {"before": "Bara detta", "after": ""}).status_code == 302
    assert ChecklistVersion.objects.count() == 2
