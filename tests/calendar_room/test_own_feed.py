"""A feed of one's own: a secret address that is renewed and ended, with what the person may see."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from holiday_calendar import services
from tests.factories.break_rooms import make_meeting
from tests.factories.calendar import make_item

pytestmark = pytest.mark.django_db


def address(user: User) -> str:
    return reverse("calendar:own_feed_file", args=[services.feed_token(services.renew_feed(user=user))])


def test_each_reads_what_each_may_see(client: Any, police: User, agent: User) -> None:
    make_meeting(title="Internt möte")
    make_item(title="Öppen gård")
    seen = [client.get(address(user)).content.decode() for user in (police, agent)]
    assert ["Internt möte" in text for text in seen] == [True, False]
    assert all("Öppen gård" in text for text in seen)


def test_unchanged_is_304(client: Any, police: User) -> None:
    where = address(police)
    etag = client.get(where)["ETag"]
    assert client.get(where, headers={"If-None-Match": etag}).status_code == 304
    make_meeting()
    assert client.get(where, headers={"If-None-Match": etag}).status_code == 200


def test_an_old_ended_or_closed_address_opens_nothing(client: Any, police: User) -> None:
    old, new = address(police), address(police)
    assert [client.get(where).status_code for where in (old, new)] == [404, 200]
    police.is_active = False
    police.save()
    assert client.get(new).status_code == 404
    police.is_active = True
    police.save()
    services.end_feed(user=police)
    assert client.get(new).status_code == 404


def test_the_page_makes_and_ends_the_address(client: Any, agent: User) -> None:
    client.force_login(agent)
    where = reverse("calendar:own_feed")
    assert "kalender.ics" not in client.get(where).content.decode()
    client.post(where, {"gor": "ny"})
    assert "kalender.ics" in client.get(where).content.decode()
    client.post(where, {"gor": "sluta"})
    assert "kalender.ics" not in client.get(where).content.decode()
