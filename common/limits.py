"""Limits on public forms that cause mail or work: per address, network and day.

Counts live in the database cache, so they go on with Redis stopped.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest

from common import clock


def client_network(request: HttpRequest) -> str:
    """Return the caller's network: the IPv4 address, or the /64 of an IPv6 one.

    X-Forwarded-For is believed only for as many proxies as TRUSTED_PROXIES says, counted from the right.
    """
    address = request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104  (a name for "unknown", nothing is bound)
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        if len(hops) >= settings.TRUSTED_PROXIES:
            address = hops[-settings.TRUSTED_PROXIES]
    try:
        parsed = ipaddress.ip_address(_without_port(address))
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network(f"{parsed}/{32 if parsed.version == 4 else 64}", strict=False))


def _without_port(address: str) -> str:
    """Return the address alone: some proxies write 192.0.2.1:443 or [2001:db8::1]:443."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def within_limit(name: str, subject: str, *, most: int, seconds: int) -> bool:
    """Count one use and tell whether the subject is still within `most` uses per `seconds`, from its first use.

    The subject (an address, a network) is stored only as a hash. Uses at the same moment stand in line behind
    a lock, so that none is lost: the cache's own `incr` reads, then writes, and forgets the time-out.
    """
    key = f"limit:{name}:{hashlib.sha256(subject.lower().encode()).hexdigest()[:32]}"
    now = clock.now().timestamp()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        used, until = cache.get(key) or (0, now + seconds)
        if until <= now:
            used, until = 0, now + seconds
        cache.set(key, (used + 1, until), timeout=max(1, math.ceil(until - now)))
    return bool(used < most)
