"""Keys to Open311: issued once, shown once, withdrawn at once."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.services import audit
from common import clock, form_tokens, signed_links
from incidents.models import ApiKey

_SHOWN = 6  # signs of a key that stay readable, to tell keys apart
_SHOWN_AGAIN = timedelta(hours=1)


@transaction.atomic
def issue_api_key(*, owner: str, email: str, daily_limit: int, by: User, form_token: str = "") -> tuple[ApiKey, str]:
    """Make a key and return it with its secret, which is kept nowhere; the same form again gives the same two.

    The secret is made from the form's token, of which only a hash is kept. An hour later the form gives no secret
    any more: an empty one is returned.
    """
    token = form_token or form_tokens.new()
    secret, mark = _secret(token), _hash(f"form:{token}")
    known = ApiKey.objects.filter(form_hash=mark).first()
    if known is not None:
        return known, secret if clock.now() - known.issued_at < _SHOWN_AGAIN else ""
    key, is_new = ApiKey.objects.get_or_create(
        form_hash=mark,
        defaults={
            "owner": owner,
            "email": email,
            "daily_limit": daily_limit,
            "key_hash": _hash(secret),
            "beginning": secret[:_SHOWN],
            "issued_by": by,
        },
    )
    if is_new:
        audit(actor=by, action="api_key.issued", object_type="incidents.apikey", object_id=str(key.pk))
    return key, secret


def _secret(form_token: str) -> str:
    key = f"incidents:open311-key:{settings.HASH_KEY}".encode()
    return base64.urlsafe_b64encode(hmac.digest(key, form_token.encode(), hashlib.sha256)[:20]).decode().rstrip("=")


@transaction.atomic
def revoke_api_key(*, key: ApiKey, by: User) -> bool:
    """Withdraw a key; returns whether it was open until now."""
    closed = ApiKey.objects.valid().filter(pk=key.pk).update(revoked_at=clock.now())
    if closed:
        audit(actor=by, action="api_key.revoked", object_type="incidents.apikey", object_id=str(key.pk))
    return bool(closed)


def api_key_by_secret(secret: str) -> ApiKey | None:
    """Return the valid key of a secret and note the day it was used; None for anything else."""
    if not secret or len(secret) > 100:
        return None
    key = ApiKey.objects.valid().filter(key_hash=_hash(secret)).first()
    if key is not None and key.last_used_on != clock.today():
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=clock.today())
    return key


def _hash(secret: str) -> str:
    return signed_links.token_hash(f"open311:{secret}")
