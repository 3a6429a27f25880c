"""What a signed-in person saw is in no cache; public pages may be."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("where", ["/samordning/", "/samordning/omraden/", "/samordning/anmalningar/", "/nyhetsbrev/"])
def test_pages_of_a_session_are_not_stored(client: Client, coordinator: User, where: str) -> None:
    client.force_login(coordinator)
    answer = client.get(where)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_a_secret_link_nobody_gave_out_is_not_stored(client: Client) -> None:
    answer = client.get("/arende/hittepa/")
    assert answer.status_code == 404
    assert "no-store" in answer["Cache-Control"]


def test_a_public_page_may_be_stored(client: Client) -> None:
    assert "no-store" not in client.get("/nyhetsbrev/").headers.get("Cache-Control", "")
