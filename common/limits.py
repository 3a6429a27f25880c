"""Limits on public forms that cause mail or work: per address, network and day.

Counts live in the database cache's table, so they go on with Redis stopped and end with its time-outs.
"""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import timedelta

from django.conf import settings
from django.db import connection
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


# One statement, so that uses at the same moment stand in line behind the row and none is lost. The cache's own `set`
# would count all its rows each time, its `incr` reads, then writes, and forgets the time-out.
_COUNT_ONE = """
    INSERT INTO {table} AS held (cache_key, value, expires) VALUES (%(key)s, '1', %(until)s)
    ON CONFLICT (cache_key) DO UPDATE SET
        value = CASE WHEN held.expires <= %(now)s THEN '1' ELSE (held.value::integer + 1)::text END,
        expires = CASE WHEN held.expires <= %(now)s THEN excluded.expires ELSE held.expires END
    RETURNING value::integer
"""


def within_limit(name: str, subject: str, *, most: int, seconds: int) -> bool:
    """Count one use and tell whether the subject is still within `most` uses per `seconds`, from its first use.

    The subject (an address, a network) is stored only as a hash.
    """
    key = f"limit:{name}:{hashlib.sha256(subject.lower().encode()).hexdigest()[:32]}"
    now = clock.now()
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT_ONE.format(table=table), {"key": key, "now": now, "until": now + timedelta(seconds=seconds)}
        )
        (used,) = cursor.fetchone()
    return bool(used <= most)
