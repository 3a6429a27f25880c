"""What the places hand to the pages that show several rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.cards import Fact, Need
from neighbourhoods import figures
from neighbourhoods.cards.startup import startup_needs
from neighbourhoods.figures import Month, Vitality
from neighbourhoods.lifecycle import RevivalStatus
from neighbourhoods.models import Area, ContactAgent, MessageRecipient, RevivalCase

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class OwnArea:
    """One of an agent's areas today: its page, how it is, and its figures."""

    area: Area
    url: str
    state: str
    is_head: bool
    is_trained: bool
    facts: list[Fact]
    month: Month


def portal(user: User) -> list[OwnArea]:
    """Return the agent's own areas today, by name."""
    held = (
        ContactAgent.objects.current().filter(user=user).select_related("area__district").defer("area__boundary")
    ).order_by("area__name")
    months = figures.within_a_quarter([figures.asked_of(user, appointment.area) for appointment in held])
    return [_own(appointment, month) for appointment, month in zip(held, months, strict=True)]


def _own(appointment: ContactAgent, month: Month) -> OwnArea:
    area = appointment.area
    label, value, note = figures.households_figure(area)
    url = reverse("neighbourhoods:portal_area", args=[area.slug])
    agents = Fact(_("Contact agents"), figures.current_agents(area).count(), "", url)
    word = figures.vitality_word(figures.vitality_of(area))
    facts = [Fact(label, value, note, url), agents]
    return OwnArea(area, url, word, appointment.is_head, appointment.trained_on is not None, facts, month)


def heads_others(user: User) -> bool:
    """Tell whether a person is head contact agent of some area or group today."""
    return bool(figures.headed_areas(user).exists())


def unread_messages(user: User) -> int:
    """Return how many messages about the areas served today a person has not said to have read."""
    unread = MessageRecipient.objects.filter(user=user, read_at=None)
    return int(unread.filter(area__in=figures.served_areas(user).values("pk")).count())


def serves(user: User) -> bool:
    """Tell whether a person is agent or head of something today."""
    return figures.serves_today(user)


def vitality(user: User) -> list[Vitality]:
    """Return how the areas of each district are, for those who see every area; else nothing."""
    return figures.vitality_by_district() if user.has_perm("neighbourhoods.see_all_areas") else []


def needs(user: User, districts: list[Vitality]) -> list[Need]:
    """Return what the areas ask of a coordinator: agents that are missing, interests and sleepers that wait.

    `districts` is what `vitality` returned: every area is counted once a page.
    """
    if not user.has_perms(["neighbourhoods.see_all_areas", "neighbourhoods.change_area"]):
        return []
    without = sum(row.without_agent for row in districts)
    address = reverse("neighbourhoods:areas")
    waiting = Area.objects.visible_to(user).filter(status="interest").count()
    agents = ngettext("%(count)d area has no contact agent", "%(count)d areas have no contact agent", without)
    interests = ngettext("%(count)d area wants to begin", "%(count)d areas want to begin", waiting)
    asked = (
        (without, agents, _("Appoint someone, or mark the area as dormant."), "lage=without_agent"),
        (waiting, interests, _("Interested neighbours are waiting for an answer."), "status=interest"),
    )
    return [
        Need(title % {"count": count}, detail, None, f"{address}?{query}", _("See the areas"), count=count)
        for count, title, detail, query in asked
        if count
    ] + [*_asleep(user), *startup_needs(user)]


def _asleep(user: User) -> list[Need]:
    """Return that areas have fallen asleep whose case nobody has begun with."""
    waiting = RevivalCase.objects.visible_to(user).filter(status=RevivalStatus.WAITING).count()
    title = ngettext("%(count)d area has fallen asleep", "%(count)d areas have fallen asleep", waiting)
    address = f"{reverse('neighbourhoods:revivals')}?status={RevivalStatus.WAITING}"
    detail = _("Begin with the first step: call the agents.")
    return (
        [Need(title % {"count": waiting}, detail, None, address, _("See the cases"), count=waiting)] if waiting else []
    )
