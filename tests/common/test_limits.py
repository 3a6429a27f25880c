"""Limits: true counts, also at the same moment and after a while; proxies believed as far as we said."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import RequestFactory

from common import clock
from common.limits import client_network, within_limit


@pytest.fixture
def emptied(db: None) -> None:
    cache.clear()


def test_the_fourth_is_one_too_many(emptied: None) -> None:
    uses = [within_limit("test", "A@example.com", most=3, seconds=60) for _ in range(4)]
    assert uses == [True, True, True, False]
    assert within_limit("test", "b@example.com", most=3, seconds=60)
    assert within_limit("other", "a@example.com", most=3, seconds=60)
    assert not within_limit("test", "a@EXAMPLE.com", most=3, seconds=60), "an address has no case"


def test_a_day_is_a_day_however_often_one_tries(emptied: None) -> None:
    """The cache's own counter would forget after five minutes."""
    start = clock.now()
    for minutes in (0, 1, 10, 600, 1439):
        with clock.at(start + timedelta(minutes=minutes)):
            allowed = within_limit("day", "x", most=2, seconds=86_400)
            assert allowed is (minutes < 2), minutes
    with clock.at(start + timedelta(minutes=1441)):
        assert within_limit("day", "x", most=2, seconds=86_400)


@pytest.mark.django_db(transaction=True)
def test_no_use_is_lost_when_many_come_at_once() -> None:
    cache.clear()

    def use(_number: int) -> bool:
        try:
            return within_limit("rush", "x", most=5, seconds=60)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(use, range(18))) == 5


def test_nothing_personal_is_stored(emptied: None) -> None:
    within_limit("test", "kim@example.com", most=1, seconds=60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache")
        assert "kim" not in str(cursor.fetchall())


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "network"),
    [
        (0, "203.0.113.9", "198.51.100.1", "203.0.113.9/32"),
        (1, "10.0.0.1", "198.51.100.1", "198.51.100.1/32"),
        (1, "10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1/32"),
        (2, "10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1/32"),
        (2, "10.0.0.1", "6.6.6.6", "10.0.0.1/32"),
        (1, "10.0.0.1", "", "10.0.0.1/32"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (1, "10.0.0.1", "nonsense", "unknown"),
        (0, "", "", "0.0.0.0/32"),
        (1, "10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1/32"),
        (1, "10.0.0.1", "198.51.100.1:55123", "198.51.100.1/32"),
        (1, "10.0.0.1", "[2001:db8::1]:443", "2001:db8::/64"),
    ],
)
def test_networks(settings: Any, proxies: int, remote: str, forwarded: str, network: str) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get(
        "/", REMOTE_ADDR=remote, **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})
    )
    assert client_network(request) == network
