"""The machines' pages: honest about the database, indifferent to the broker, silent without a token."""

import pytest
from django.core.cache import cache
from django.db import OperationalError

from botkyrka_trygghet.pages import health
from botkyrka_trygghet.periodic import heartbeat


def test_healthz_asks_nobody(client):
    """Without the django_db mark any query would fail this test."""
    assert client.get("/healthz").content == b"ok\n"
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_readyz_is_ready_with_a_migrated_database(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "broker": "ok"})


def test_readyz_fails_without_database(client, monkeypatch):
    def away(_connection):
        raise OperationalError("away")

    monkeypatch.setattr(health, "MigrationExecutor", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "away")


@pytest.mark.django_db
def test_readyz_fails_while_migrations_wait(client):
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="accounts").delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "behind")


@pytest.mark.django_db
def test_a_lost_broker_does_not_turn_visitors_away(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["broker"]) == (200, "away")


@pytest.mark.django_db
def test_metrics_need_the_token(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = "hemlig-nyckel"
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"authorization": "Bearer fel"}).status_code == 401
    heartbeat()
    answer = client.get("/metrics", headers={"authorization": "Bearer hemlig-nyckel"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "botkyrka_broker_up 1.0" in text
    assert "botkyrka_heartbeat_age_seconds" in text
    assert "botkyrka_oldest_unsent_mail_seconds 0.0" in text


@pytest.mark.django_db
def test_an_unknown_figure_is_left_out(client, settings):
    settings.METRICS_TOKEN, settings.REDIS_URL = "hemlig-nyckel", "redis://127.0.0.1:1/0"
    cache.clear()
    text = client.get("/metrics", headers={"authorization": "Bearer hemlig-nyckel"}).content.decode()
    assert "botkyrka_broker_up 0.0" in text
    assert "queue_length" not in text
    assert "heartbeat_age" not in text
