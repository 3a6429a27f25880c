"""How the signs of the areas are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from neighbourhoods.lifecycle import SignOrderStatus
from neighbourhoods.models import Area, Sign, SignOrder
from neighbourhoods.querysets import SignOrderQuerySet, SignQuerySet


@dataclass(frozen=True)
class SignFigures:
    """An area's signs in numbers. `last_check` is the day of the newest look at any of them."""

    standing: int
    to_check: int
    broken: int
    ordered: int
    last_check: date | None


def signs_of(area: Area) -> QuerySet[Sign]:
    """Return an area's standing signs by place."""
    return area.signs.standing().order_by("place", "pk")


def sign_figures(area: Area) -> SignFigures:
    """Return an area's signs in numbers, for the portal and the area's vitality."""
    signs: SignQuerySet = Sign.objects.filter(area=area)
    checked = signs.standing().order_by("-checked_on").exclude(checked_on=None).values_list("checked_on", flat=True)
    return SignFigures(
        standing=signs.standing().count(),
        to_check=signs.to_check().count(),
        broken=signs.broken().count(),
        ordered=SignOrder.objects.filter(area=area).open().count(),
        last_check=checked.first(),
    )


def orders_to_release() -> SignOrderQuerySet:
    """Return orders that wait for a coordinator, oldest first."""
    held: SignOrderQuerySet = SignOrder.objects.filter(status=SignOrderStatus.ASKED).order_by("created_at", "pk")
    return held
