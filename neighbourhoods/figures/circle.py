"""How many neighbours an area's circle has: a number, never an address."""

from __future__ import annotations

from neighbourhoods.models import Area, CircleNote
from neighbourhoods.slots import LETTERS, Letter
from post.lifecycle import SubscriptionStatus
from post.models import Subscription


def circle_key(area: Area) -> str:
    """Return the key of the post's list of an area's neighbours."""
    return f"neighbourhoods:circle:{area.pk}"


def circle_size(area: Area) -> int:
    """Return how many neighbours have joined and confirmed."""
    joined = Subscription.objects.filter(list__key=circle_key(area), status=SubscriptionStatus.CONFIRMED)
    return int(joined.count())


def letters_to_pass_on(area: Area) -> list[Letter]:
    """Return the latest newsletters that have not been passed on to an area's circle."""
    done = set(CircleNote.objects.filter(area=area).exclude(letter="").values_list("letter", flat=True))
    found = [letter for source in LETTERS for letter in source(area)]
    return sorted((one for one in found if one.key not in done), key=lambda one: one.sent_on, reverse=True)
