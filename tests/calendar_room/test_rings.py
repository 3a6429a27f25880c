"""Rings of the year wheel that organisations have of their own, kept by those who plan."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from common import clock
from holiday_calendar import figures, services
from holiday_calendar.models import WheelRing
from tests.factories.neighbourhoods import make_organisation

pytestmark = pytest.mark.django_db
PAGE = "/samordning/kalendern/ringar/"


def order() -> list[str]:
    return list(WheelRing.objects.values_list("name", flat=True))


def test_a_ring_is_added_renamed_put_in_order_and_taken_away(client: Any, coordinator: User) -> None:
    client.force_login(coordinator)
    youth, clubs = make_organisation("Fritidsgården"), make_organisation("Idrottsklubben")
    for held, name in ((youth, "Fritids"), (clubs, "Klubben")):
        assert client.post(PAGE, {"organisation": held.pk, "name": name}).status_code == 302
    rings = {ring.name: reverse("calendar:wheel_ring", args=[ring.pk]) for ring in WheelRing.objects.all()}
    client.post(rings["Klubben"], {"gor": "utat"})
    assert order() == ["Klubben", "Fritids"]
    client.post(rings["Klubben"], {"gor": "utat"})  # the outermost goes no further
    assert order() == ["Klubben", "Fritids"]
    named = WheelRing.objects.get(organisation=clubs)
    client.post(rings["Klubben"], {f"ring-{named.pk}-name": "Idrott"})
    wheel = figures.wheel_page(coordinator, clock.today())
    assert [ring.name for ring in wheel.rings][-2:] == ["Idrott", "Fritids"]
    refused = client.post(rings["Klubben"], {f"ring-{named.pk}-name": "x" * 23})
    assert refused.status_code == 422 and f'id="id_ring-{named.pk}-name"' in refused.content.decode()
    client.post(rings["Klubben"], {"gor": "ta-bort"})
    assert order() == ["Fritids"]
    assert client.post(rings["Klubben"], {"gor": "ta-bort"}).status_code == 404


def test_the_wheel_is_not_filled_beyond_what_can_be_read_and_nobody_has_two_rings(
    client: Any, coordinator: User
) -> None:
    client.force_login(coordinator)
    held = [make_organisation(f"Förening {number}") for number in range(services.MOST_RINGS + 1)]
    for one in held[:-1]:
        services.add_ring(organisation=one, name=one.name)
    answer = client.post(PAGE, {"organisation": held[-1].pk, "name": "En för mycket"})
    assert answer.status_code == 422 and "inte plats" in answer.content.decode()
    services.remove_ring(ring_id=WheelRing.objects.earliest("pk").pk)
    with pytest.raises(ValidationError):
        services.add_ring(organisation=held[1], name="En till")
