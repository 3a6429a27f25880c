"""The rings that organisations have of their own on the year wheel: added, renamed, put in order, taken away."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holiday_calendar.models import WheelRing
from neighbourhoods.models import Organisation

# More than these beside the rings of the house leave no room for their names.
MOST_RINGS = 3


@transaction.atomic
def add_ring(*, organisation: Organisation, name: str) -> WheelRing:
    """Give an organisation a ring of its own, innermost. Raises ValidationError (`has_one`, `full`)."""
    held = _held()
    if len(held) >= MOST_RINGS:
        raise ValidationError(_("The wheel has no room for more rings. Take one away first."), code="full")
    _put_in_order(held)
    values = {"name": name, "rank": len(held)}
    ring, is_new = WheelRing.objects.get_or_create(organisation=organisation, defaults=values)
    if not is_new:
        raise ValidationError(_("This organisation has a ring already."), code="has_one")
    return ring


@transaction.atomic
def rename_ring(*, ring_id: int, name: str) -> None:
    """Give a ring another name; one that somebody took away meanwhile stays away."""
    WheelRing.objects.filter(pk=ring_id).update(name=name)


@transaction.atomic
def move_ring(*, ring_id: int, outwards: bool) -> None:
    """Let a ring change places with its neighbour; the outermost goes no further out, the innermost no further in."""
    held = _held()
    here = next((place for place, ring in enumerate(held) if ring.pk == ring_id), None)
    there = here if here is None else here + (-1 if outwards else 1)
    if here is not None and there is not None and 0 <= there < len(held):
        held[here], held[there] = held[there], held[here]
    _put_in_order(held)


@transaction.atomic
def remove_ring(*, ring_id: int) -> None:
    """Take a ring away; what the organisation does stands outside the months again."""
    WheelRing.objects.filter(pk=ring_id).delete()


def _held() -> list[WheelRing]:
    return list(WheelRing.objects.select_for_update(of=("self",)))


def _put_in_order(rings: Sequence[WheelRing]) -> None:
    for rank, ring in enumerate(rings):
        ring.rank = rank
    WheelRing.objects.bulk_update(rings, ["rank"])
