"""What must be right before anything starts outside DEBUG.

Called when Django is set up, so that gunicorn, the Celery worker, beat and `manage.py` all refuse alike,
with every fault at once and what to do about each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 40
HOW_TO_MAKE_ONE = "Make one:  python -c 'import secrets; print(secrets.token_urlsafe(48))'"


def secret_key(house: Any) -> str:
    """Return what is wrong with SECRET_KEY, or nothing."""
    if len(house.SECRET_KEY) < SHORTEST_SECRET or len(set(house.SECRET_KEY)) < 10:
        return f"SECRET_KEY is missing or too short. {HOW_TO_MAKE_ONE}"
    return ""


def hash_key(house: Any) -> str:
    """Return what is wrong with HASH_KEY, or nothing: a change of SECRET_KEY must not carry it along."""
    if house.HASH_KEY == house.SECRET_KEY:
        if house.SECRET_KEY_FALLBACKS:
            return (
                "HASH_KEY must be set before SECRET_KEY is changed: give it the value SECRET_KEY had first, or every "
                "secret link stops opening and noted erasures are not found again."
            )
        return ""
    if len(house.HASH_KEY) < SHORTEST_SECRET or len(set(house.HASH_KEY)) < 10:
        return f"HASH_KEY is too short. {HOW_TO_MAKE_ONE}"
    return ""


def encryption_keys(house: Any) -> str:
    """Return what is wrong with ENCRYPTION_KEYS, or nothing."""
    keys = house.ENCRYPTION_KEYS
    if not keys or any(len(key) < SHORTEST_SECRET for key in keys):
        return f"ENCRYPTION_KEYS is missing or holds a key that is too short. {HOW_TO_MAKE_ONE}"
    if house.SECRET_KEY in keys:
        return f"ENCRYPTION_KEYS must not hold SECRET_KEY: one of them can leak without the other. {HOW_TO_MAKE_ONE}"
    return ""


def allowed_hosts(house: Any) -> str:
    """Return what is wrong with ALLOWED_HOSTS, or nothing."""
    if not house.ALLOWED_HOSTS or "*" in house.ALLOWED_HOSTS:
        return "ALLOWED_HOSTS must name the host names people use, such as trygghet.botkyrka.se, never *."
    return ""


def base_url(house: Any) -> str:
    """Return what is wrong with BASE_URL, or nothing: links in mail and PDFs are made of it."""
    address = urlsplit(house.BASE_URL)
    if address.scheme != "https" or not address.hostname or address.path or address.query:
        return "BASE_URL must be the public https address without a path, such as https://trygghet.botkyrka.se."
    return ""


def proxies(house: Any) -> str:
    """Return what is wrong between TLS and the reverse proxy, or nothing."""
    if house.SECURE_SSL_REDIRECT and not house.TRUSTED_PROXIES:
        return (
            "TRUSTED_PROXIES is 0: a request that came by https cannot be told from one that did not, and would be "
            "redirected for ever. Set it to the number of reverse proxies in front."
        )
    return ""


def addresses(house: Any) -> str:
    """Return which mail addresses still are the example's, or nothing."""
    senders = {
        "POST_DOMAIN": house.POST_DOMAIN,
        "DEFAULT_FROM_EMAIL": house.DEFAULT_FROM_EMAIL.rstrip(">"),
        "SERVER_EMAIL": house.SERVER_EMAIL,
        "CONTACT_EMAIL": house.CONTACT_EMAIL,
    }
    left = [name for name, value in senders.items() if value.rpartition("@")[2] == "example.com"]
    return f"{', '.join(left)}: still example.com. Give the municipality's own." if left else ""


def text_messages(house: Any) -> str:
    """Return what is wrong with the settings of text messages, or nothing."""
    from post.services import sms_place

    try:
        begins, ends = time.fromisoformat(house.SMS_QUIET_FROM), time.fromisoformat(house.SMS_QUIET_UNTIL)
        place = sms_place(house.SMS_URL) if house.SMS_URL else None
    except ImproperlyConfigured as error:
        return str(error)
    except ValueError:
        return "SMS_QUIET_FROM and SMS_QUIET_UNTIL are times of the day such as 21:00."
    if place is not None and (place.scheme == "file" or not place.address.startswith("https://")):
        return "SMS_URL must name a gateway by https: the folder and plain http are for DEBUG only."
    return "SMS_QUIET_FROM and SMS_QUIET_UNTIL are without a time zone." if begins.tzinfo or ends.tzinfo else ""


RULES: tuple[Callable[[Any], str], ...] = (
    secret_key,
    hash_key,
    encryption_keys,
    allowed_hosts,
    base_url,
    proxies,
    addresses,
    text_messages,
)


def faults(house: Any = settings) -> list[str]:
    """Return one sentence for everything unsafe in the settings; nothing under DEBUG."""
    if house.DEBUG:
        return []
    return [sentence for rule in RULES if (sentence := rule(house))]


def refuse_unsafe_settings() -> None:
    """Raise ImproperlyConfigured with every fault."""
    if found := faults():
        lines = "\n".join(f"  - {sentence}" for sentence in found)
        raise ImproperlyConfigured(f"Not started: these settings are unsafe outside DEBUG (see .env.example).\n{lines}")
