"""Limits on public forms that cause mail or work: per address, network and day.

Counts live in the database cache, so they go on with Redis stopped.
"""

from __future__ import annotations

import hashlib
import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


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
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{parsed}/{32 if parsed.version == 4 else 64}", strict=False))


def within_limit(name: str, subject: str, *, most: int, seconds: int) -> bool:
    """Count one use and tell whether the subject is still within `most` uses per `seconds`.

    The subject (an address, a network) is stored only as a hash.
    """
    key = f"limit:{name}:{hashlib.sha256(subject.lower().encode()).hexdigest()[:32]}"
    if cache.add(key, 1, timeout=seconds):
        return True
    try:
        return int(cache.incr(key)) <= most
    except ValueError:  # it ran out between the two calls
        cache.set(key, 1, timeout=seconds)
        return True
