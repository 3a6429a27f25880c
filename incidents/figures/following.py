"""The secret link by which a report is followed."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta

from django.conf import settings

from common import clock, signed_links
from common.crypto import UndecipherableError, decrypt, encrypt
from incidents.models import Follower, Report


def follow_token(form_token: str) -> str:
    """Return the secret that opens the page to follow: made from the form's token, so that a form sent twice
    leads to the same page, and a later mail can name it although only its hash is looked up.
    """
    key = f"incidents:follow:{settings.HASH_KEY}".encode()
    return hmac.new(key, form_token.encode(), hashlib.sha256).hexdigest()[:40]


def by_follow_token(token: str) -> Report | None:
    """Return the report a secret link leads to, or None."""
    if not token or len(token) > 64:
        return None
    return Report.objects.for_list().filter(follow_hash=signed_links.token_hash(token)).first()


def follower_by_token(token: str) -> Follower | None:
    """Return whom a secret link belongs to who has said "me too", or None."""
    if not token or len(token) > 64:
        return None
    known = Follower.objects.select_related("report__category", "report__district", "report__area")
    return known.filter(follow_hash=signed_links.token_hash(token)).first()


YES_DAYS = 7
_PURPOSE = "incidents.follower"


def yes_token(follower: Follower, email: str) -> str:
    """Return the secret of the letter that asks an address whether it wants news of a report.

    It holds the address, encrypted: of somebody who never says yes no address is kept beside the report. Whoever
    typed the address does not learn it, as they learn the link to follow.
    """
    until = (clock.now() + timedelta(days=YES_DAYS)).timestamp()
    held = {"is": _PURPOSE, "follower": follower.pk, "email": email, "until": until}
    return encrypt(json.dumps(held).encode()).decode("ascii")


def asked_by_yes_token(token: str) -> tuple[Follower, str] | None:
    """Return who was asked and at which address; None for a secret that is not ours, too old, or of nobody now."""
    try:
        held = json.loads(decrypt(token.encode()))
    except (UndecipherableError, UnicodeError, ValueError):
        return None
    if not isinstance(held, dict) or held.get("is") != _PURPOSE or held["until"] < clock.now().timestamp():
        return None
    follower = Follower.objects.select_related("report__category").filter(pk=held["follower"]).first()
    return (follower, str(held["email"])) if follower else None
