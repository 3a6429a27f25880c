"""Whom a message to areas reaches, what it costs, and who has read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from common import clock
from neighbourhoods.models import (
    AgentChannels,
    Area,
    AreaMessage,
    ContactAgent,
    GroupHead,
    MessageAnswer,
    MessageRecipient,
)
from neighbourhoods.querysets import AreaMessageQuerySet, AreaQuerySet
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


def answers_at_desk() -> QuerySet[MessageAnswer]:
    """Return the unread answers that wait for a coordinator.

    What is answered to a head's message waits for the head, as long as that one heads something.
    """
    heads = Q(recipient__message__author__in=ContactAgent.objects.current().filter(is_head=True).values("user"))
    heads |= Q(recipient__message__author__in=GroupHead.objects.current().values("user"))
    unread = MessageAnswer.objects.filter(seen_at=None)
    return unread.exclude(heads, recipient__message__direction=AreaMessage.Direction.TO_GROUP)


def unread_first(messages: AreaMessageQuerySet) -> AreaMessageQuerySet:
    """Return messages with `unread` (how many answers wait for a coordinator): those first, then the newest."""
    waiting = answers_at_desk().filter(recipient__message=OuterRef("pk")).order_by()
    counted = waiting.values("recipient__message").annotate(many=Count("pk")).values("many")
    held = messages.annotate(waits=Exists(waiting), unread=Coalesce(Subquery(counted), 0))
    return held.order_by("-waits", "-sent_at", "-pk")


def is_heads_own(message: AreaMessage) -> bool:
    """Tell whether answers to a message are its author's to read and answer: a head contact agent of today."""
    if message.direction != AreaMessage.Direction.TO_GROUP or message.author_id is None:
        return False
    alone = ContactAgent.objects.current().filter(user=message.author_id, is_head=True)
    return alone.exists() or GroupHead.objects.current().filter(user=message.author_id).exists()


@dataclass(frozen=True)
class Talk:
    """An exchange with one agent about a message, and whether somebody waits for it to be read."""

    row: MessageRecipient
    answers: list[MessageAnswer]

    @property
    def is_unread(self) -> bool:
        """Whether an answer has been read by nobody."""
        return any(answer.seen_at is None for answer in self.answers)


def talks_about(messages: Sequence[AreaMessage]) -> dict[int, list[Talk]]:
    """Return the exchanges about some messages by the message's number, unread ones first; two queries."""
    rows = MessageRecipient.objects.filter(message__in=messages, answers__isnull=False).distinct()
    rows = rows.select_related("user", "area").defer("area__boundary").prefetch_related("answers__author")
    talks = [Talk(row, list(row.answers.all())) for row in rows.order_by("area__name", "pk")]
    found: dict[int, list[Talk]] = {one.pk: [] for one in messages}
    for talk in sorted(talks, key=lambda talk: not talk.is_unread):
        found[talk.row.message_id].append(talk)
    return found


@dataclass(frozen=True)
class Sent:
    """What a head has written to the agents of the group, what they say became of it, and what each answered."""

    message: AreaMessage
    reading: Reading
    talks: list[Talk]


def sent_to_group(user: User, count: int = 5) -> list[Sent]:
    """Return a head's latest messages to the group, the newest first, and older ones that have an unread answer."""
    own = AreaMessage.objects.filter(author=user, direction=AreaMessage.Direction.TO_GROUP)
    held = list(own.order_by("-sent_at", "-pk")[:count])
    unread = own.filter(recipients__answers__seen_at=None, recipients__answers__isnull=False).distinct()
    held += list(unread.exclude(pk__in=[one.pk for one in held]).order_by("-sent_at", "-pk")[:count])
    talks, read = talks_about(held), readings(held)
    return [Sent(one, read[one.pk], talks[one.pk]) for one in held]
