"""Readers who subscribe, with the place whose figures they want, and those who change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from neighbourhoods.models import ContactAgent
from newsletters.figures import Place
from newsletters.models import ReaderPlace, Series
from post import services as post
from post.lifecycle import SubscriptionStatus
from post.models import Subscription

LISTS = "newsletters:"


@transaction.atomic
def subscribe(*, series: Iterable[Series], email: str, language: str, place: Place) -> None:
    """Ask an address whether it wants some letters, with figures of a place. Raises ValidationError (`address`).

    Whoever reads a letter already gets the same question and keeps the place: a form anybody can fill in changes
    nothing for somebody else.
    """
    for one in series:
        row = post.subscribe(list_key=one.list_key, email=email, language=language)
        if row.status != SubscriptionStatus.CONFIRMED:
            values = {"area": place.area, "district": None if place.area else place.district}
            ReaderPlace.objects.update_or_create(subscription=row, defaults=values)


@dataclass(frozen=True)
class Reader:
    """Who came by the link of a letter: the letters whose place they choose themselves, and that place.

    Letters that go to agents have the figures of the agent's own area, whatever an agent has asked for.
    """

    letters: list[str]
    place: Place
    subscriptions: list[Subscription]
    is_agent: bool


def reader_of(token: str) -> Reader | None:
    """Return the reader of a letter by the token of its links, or None for a token that is not ours."""
    found = post.lists_of(token)
    if found is None or not found[0]:
        return None
    is_agent = ContactAgent.objects.current().filter(user__is_active=True, user__email__iexact=found[0]).exists()
    to_agents = {one.list_key for one in Series.objects.filter(goes_to_agents=True)} if is_agent else set()
    read = [row for row, is_read in found[1] if is_read and row.key.startswith(LISTS) and row.key not in to_agents]
    rows = [post.find_subscription(list_key=row.key, email=found[0]) for row in read]
    confirmed = [row for row in rows if row and row.status == SubscriptionStatus.CONFIRMED]
    asked_for = {row.list_id for row in confirmed}
    chosen = ReaderPlace.objects.filter(subscription__in=confirmed).select_related("area__district", "district").first()
    place = Place(area=chosen.area, district=chosen.district) if chosen else Place()
    return Reader([row.title for row in read if row.pk in asked_for], place, confirmed, is_agent)


@transaction.atomic
def choose_place(*, reader: Reader, place: Place) -> None:
    """Let a reader's letters have the figures of another place from now on."""
    values = {"area": place.area, "district": None if place.area else place.district}
    for subscription in reader.subscriptions:
        ReaderPlace.objects.update_or_create(subscription=subscription, defaults=values)
