"""How the house is, for machines: is the process up, may it take visitors, and the figures to watch.

`/healthz` and `/readyz` say nothing but states; `/metrics` needs the bearer token METRICS_TOKEN.
"""

from __future__ import annotations

import secrets
from datetime import datetime

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from botkyrka_trygghet.periodic import HEARTBEAT
from common import clock
from post.figures import oldest_unsent_seconds

QUEUE = "celery"


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """Say that this process answers. It asks nobody else: a lost database is no reason to restart the web."""
    return HttpResponse("ok\n", content_type="text/plain")


def database_state() -> str:
    """Return ok, behind (migrations are waiting) or away."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        connection.close()
        return "away"
    return "behind" if waiting else "ok"


def queue_length() -> int | None:
    """Return how many tasks wait in the broker, None while it is away."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5) as broker:
            return int(broker.llen(QUEUE))
    except redis.RedisError:
        return None


def heartbeat_age() -> float | None:
    """Return how many seconds ago beat and a worker last worked together, None if they never did."""
    seen = cache.get(HEARTBEAT)
    return (clock.now() - datetime.fromisoformat(seen)).total_seconds() if seen else None


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """Say whether visitors may be sent here: 200, or 503 while the database is away or behind.

    A lost broker does not count: everything is still accepted, and the sweeps find what was not woken for.
    """
    database = database_state()
    broker = "ok" if queue_length() is not None else "away"
    return JsonResponse({"database": database, "broker": broker}, status=200 if database == "ok" else 503)


def may_read_metrics(request: HttpRequest) -> bool:
    """Tell whether the request carries the token."""
    given = request.headers.get("Authorization", "").encode()
    return secrets.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode())


def gauge(registry: CollectorRegistry, name: str, help_text: str, value: float | None) -> None:
    """Add one figure; what is not known is left out rather than called zero."""
    if value is not None:
        Gauge(f"botkyrka_{name}", help_text, registry=registry).set(value)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures worth an alarm, in Prometheus' format; 404 where no token is set."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not may_read_metrics(request):
        return HttpResponse("Bearer token needed\n", status=401, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry()
    waiting = queue_length()
    gauge(registry, "broker_up", "1 when the broker answers", float(waiting is not None))
    gauge(registry, "queue_length", "Tasks waiting in the broker", waiting)
    gauge(registry, "heartbeat_age_seconds", "Since beat and a worker last worked together", heartbeat_age())
    gauge(registry, "oldest_unsent_mail_seconds", "How long the oldest due message has waited", oldest_unsent_seconds())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
