"""Keys to Open311: issued once, shown once, withdrawn at once."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from common import clock, signed_links
from incidents.models import ApiKey

_SHOWN = 6  # signs of a key that stay readable, to tell keys apart


@transaction.atomic
def issue_api_key(*, owner: str, email: str, daily_limit: int, by: User) -> tuple[ApiKey, str]:
    """Make a key and return it with its secret, which is kept nowhere."""
    secret = signed_links.new_token()
    key = ApiKey.objects.create(
        owner=owner,
        email=email,
        daily_limit=daily_limit,
        key_hash=_hash(secret),
        beginning=secret[:_SHOWN],
        issued_by=by,
    )
    audit(actor=by, action="api_key.issued", object_type="incidents.apikey", object_id=str(key.pk))
    return key, secret


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
