"""Second factors are kept encrypted in allauth's JSON: the app's secret, the seed and older codes of recovery."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from common import crypto
from common.resealing import Resealed

_SINGLE, _MANY = ("secret", "seed"), "migrated_codes"


def reseal_all() -> Resealed:
    """Write them anew with the newest key."""
    found = Resealed()
    for pk in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("pk", flat=True):
        found += _reseal_one(pk)
    return found


@transaction.atomic
def _reseal_one(pk: int) -> Resealed:
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        return Resealed()
    try:
        fresh: dict[str, object] = {name: _anew(row.data[name]) for name in _SINGLE if row.data.get(name)}
        if row.data.get(_MANY):
            fresh[_MANY] = [_anew(code) for code in row.data[_MANY]]
    except crypto.UndecipherableError:
        return Resealed(lost=1)
    row.data = {**row.data, **fresh}
    row.save(update_fields=["data"])
    return Resealed(done=1)


def _anew(text: str) -> str:
    return crypto.encrypt(crypto.decrypt(text.encode())).decode()
