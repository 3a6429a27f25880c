"""Who would like to take part belongs to an area that is there: by a coordinator's word, or where the border lies."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, User
from neighbourhoods import services
from tests.factories.neighbourhoods import make_area, make_district, make_interested, square

pytestmark = pytest.mark.django_db
HERE = {"latitude": 59.201, "longitude": 17.831}  # inside the default square


def test_a_coordinator_lets_somebody_belong_to_an_area(client: Any, coordinator: User, police: User) -> None:
    near, far = make_area("Ekgården", boundary=square()), make_area("Almgården", district=make_district("Alby"))
    closed = make_area("Askgården", status="closed")
    keen = make_interested(**HERE)
    page = reverse("neighbourhoods:interested_home", args=[keen.pk])
    client.force_login(coordinator)
    assert page in client.get(reverse("neighbourhoods:interested")).content.decode()
    assert client.get(page).context["areas"] == [near]
    assert client.get(page, {"q": "alby"}).context["areas"] == [far]
    assert AuditEntry.objects.filter(action="interested.read", object_id=str(keen.pk)).exists()
    assert not client.get(page, {"q": "Askgården"}).context["areas"], closed
    for area in (far, None):
        assert client.post(page, {"omrade": area.slug if area else ""}).status_code == 302
        keen.refresh_from_db()
        assert keen.area == area
    assert client.post(page, {"omrade": "finns-inte"}).status_code == 404


def test_a_border_that_is_saved_finds_who_lives_there() -> None:
    inside, outside, hand_tied = make_interested(**HERE), make_interested(latitude=59.3, longitude=17.9), make_area()
    tied = make_interested(**HERE, area=hand_tied)
    area, other = make_area(), make_area()
    services.change_boundary(area=area, boundary=square(), by=None)
    for person in (inside, outside, tied):
        person.refresh_from_db()
    assert (inside.area, outside.area, tied.area) == (area, None, hand_tied)
    services.change_boundary(area=area, boundary=square(17.9, 59.3), by=None)
    services.change_boundary(area=other, boundary=square(), by=None)
    for person in (inside, outside):
        person.refresh_from_db()
    assert (inside.area, outside.area) == (other, area)


def test_an_area_entered_with_its_border_finds_them_too(coordinator: User) -> None:
    keen = make_interested(**HERE)
    area = services.create_area(name="Ny", district=make_district(), by=coordinator, boundary=square())
    keen.refresh_from_db()
    assert keen.area == area
