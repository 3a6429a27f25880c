"""Whom a message to areas reaches, what it costs, and who has read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Count, Q

from common import clock
from neighbourhoods.models import AgentChannels, Area, AreaMessage, ContactAgent, MessageAnswer, MessageRecipient
from neighbourhoods.querysets import AreaQuerySet
from post.services import parse_mobile

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Reached:
    """An agent whom a message reaches, in one of the agent's areas. `by_sms` is the agent's own wish, just now."""

    user_id: int
    name: str
    area_id: int
    area: str
    phone: str
    by_sms: bool


@dataclass(frozen=True)
class Choice:
    """Which areas a message goes to: each empty part chooses all; areas named one by one are added."""

    districts: Sequence[int] = ()
    housings: Sequence[str] = ()
    statuses: Sequence[str] = ()
    areas: Sequence[int] = ()


def chosen_areas(choice: Choice) -> AreaQuerySet:
    """Return the areas of a choice. With areas named and nothing else chosen, it is these alone."""
    wanted = Q()
    if choice.districts:
        wanted &= Q(district__in=choice.districts)
    if choice.housings:
        wanted &= Q(housing__in=choice.housings)
    if choice.statuses:
        wanted &= Q(status__in=choice.statuses)
    named = Q(pk__in=choice.areas)
    if choice.areas:
        wanted = wanted | named if wanted else named
    return Area.objects.open().filter(wanted)


def reached(areas: AreaQuerySet) -> list[Reached]:
    """Return today's agents of some areas, each person once, by name."""
    held = (
        ContactAgent.objects.current()
        .filter(area__in=areas.values("pk"), user__is_active=True)
        .order_by("user__full_name", "user__pk", "area__name")
    )
    now = clock.local(clock.now()).time()
    wishes = {row.user_id: row for row in AgentChannels.objects.filter(by_sms=True)}
    people: dict[int, Reached] = {}
    for user, name, area, title, phone in held.values_list(
        "user", "user__full_name", "area", "area__name", "user__phone"
    ):
        wish = wishes.get(user)
        awake = wish is not None and not wish.is_quiet(now)
        people.setdefault(user, Reached(user, name, area, title, phone, awake))
    return list(people.values())


def textable(people: Iterable[Reached]) -> list[str]:
    """Return the mobile numbers of those who want SMS and are not in their own quiet hours."""
    return [one.phone for one in people if one.by_sms and _is_mobile(one.phone)]


def _is_mobile(phone: str) -> bool:
    try:
        parse_mobile(phone)
    except ValidationError:
        return False
    return True


@dataclass(frozen=True)
class Reading:
    """How many a message went to, how many say they have read it, passed it on, and how many answered."""

    sent: int
    read: int
    passed_on: int
    answered: int


_COUNTED = {
    "sent": Count("pk", distinct=True),
    "read": Count("pk", filter=Q(read_at__isnull=False), distinct=True),
    "passed_on": Count("pk", filter=Q(passed_on_at__isnull=False), distinct=True),
    "answered": Count("answers__recipient", distinct=True),
}


def reading_of(message: AreaMessage) -> Reading:
    """Count what agents say of a message."""
    return readings([message])[message.pk]


def readings(messages: Sequence[AreaMessage]) -> dict[int, Reading]:
    """Count what agents say of some messages, by the message's number, in one query."""
    counted = MessageRecipient.objects.filter(message__in=messages).order_by().values("message").annotate(**_COUNTED)
    names = ("message", *_COUNTED)
    found = {message: Reading(*counts) for message, *counts in counted.values_list(*names)}
    return {one.pk: found.get(one.pk, Reading(0, 0, 0, 0)) for one in messages}


@dataclass(frozen=True)
class Sent:
    """What a head has written to the agents of the group, what they say became of it, and their answers."""

    message: AreaMessage
    reading: Reading
    answers: list[MessageAnswer]


def sent_to_group(user: User, count: int = 5) -> list[Sent]:
    """Return a head's latest messages to the group, the newest first, with the answers to each."""
    own = AreaMessage.objects.filter(author=user, direction=AreaMessage.Direction.TO_GROUP)
    held = list(own.order_by("-sent_at", "-pk")[:count])
    said: dict[int, list[MessageAnswer]] = {one.pk: [] for one in held}
    answers = MessageAnswer.objects.filter(recipient__message__in=held).order_by("at", "pk")
    for answer in answers.select_related("author", "recipient__area").defer("recipient__area__boundary"):
        said[answer.recipient.message_id].append(answer)
    read = readings(held)
    return [Sent(one, read[one.pk], said[one.pk]) for one in held]
