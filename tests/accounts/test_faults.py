"""Signing in goes on with broker and relay stopped: the mail waits in the ledger."""

from __future__ import annotations

import time
from typing import Any

import pytest
from celery import Task
from django.core.cache import cache
from django.urls import reverse
from kombu.exceptions import OperationalError

from accounts.models import User
from post.models import Content, Delivery
from tests.factories.accounts import HouseClient

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stopped(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither broker nor relay answers."""

    def away(*_arguments: object, **_options: object) -> None:
        raise OperationalError("connection refused")

    settings.EMAIL_BACKEND = "post.backend.LedgerBackend"
    settings.POST_RELAY = {**settings.POST_RELAY, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": 9}
    monkeypatch.setattr(Task, "apply_async", away)
    cache.clear()


def test_code_is_accepted_within_a_second_and_kept_secret(client: HouseClient, agent: User, stopped: None) -> None:
    client.get(reverse("account_request_login_code"))
    began = time.monotonic()
    assert client.post(reverse("account_request_login_code"), {"email": agent.email}).status_code == 302
    assert time.monotonic() - began < 1
    delivery = Delivery.objects.get()
    assert (delivery.recipient, delivery.status) == (agent.email, "waiting")
    content = Content.objects.get(pk=delivery.content_id)
    assert content.encrypted
    assert b"Din kod" not in bytes(content.body)
