"""Writing what is kept encrypted anew with the newest key, before the oldest is taken out of `ENCRYPTION_KEYS`.

Each room that keeps something encrypted fills the slot; `manage.py reseal` runs it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from common import crypto
from common.slots import Slot


@dataclass(frozen=True)
class Resealed:
    """How many values were written anew, and how many no key opens."""

    done: int = 0
    lost: int = 0

    def __add__(self, other: Resealed) -> Resealed:
        return Resealed(self.done + other.done, self.lost + other.lost)


RESEALERS: Slot[Callable[[], Resealed]] = Slot("common.resealers")


def reseal(rows: QuerySet[Any], field: str) -> Resealed:
    """Write one binary field of these rows anew, each in a transaction of its own."""
    found = Resealed()
    for pk in rows.exclude(**{field: None}).values_list("pk", flat=True).iterator():
        found += _reseal_one(rows, field, pk)
    return found


@transaction.atomic
def _reseal_one(rows: QuerySet[Any], field: str, pk: Any) -> Resealed:
    row = rows.select_for_update(of=("self",)).filter(pk=pk).values_list(field, flat=True).first()
    if not row:
        return Resealed()
    try:
        fresh = crypto.encrypt(crypto.decrypt(bytes(row)))
    except crypto.UndecipherableError:
        return Resealed(lost=1)
    rows.filter(pk=pk).update(**{field: fresh})
    return Resealed(done=1)
