"""Readers who subscribe, with the place whose figures they want."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from newsletters.figures import Place
from newsletters.models import ReaderPlace, Series
from post import services as post
from post.lifecycle import SubscriptionStatus


@transaction.atomic
def subscribe(*, series: Iterable[Series], email: str, language: str, place: Place) -> None:
    """Ask an address whether it wants some letters, with figures of a place. Raises ValidationError (`address`).

    Whoever reads a letter already gets the same question and keeps the place: a form anybody can fill in changes
    nothing for somebody else.
    """
    for one in series:
        row = post.subscribe(list_key=one.list_key, email=email, language=language)
        if row.status == SubscriptionStatus.PENDING:
            values = {"area": place.area, "district": None if place.area else place.district}
            ReaderPlace.objects.update_or_create(subscription=row, defaults=values)
