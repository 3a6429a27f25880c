"""The secret link by which a report is followed."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings

from common import signed_links
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
