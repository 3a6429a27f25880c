"""Who asks, and for which area. Out of scope is 404, never a hint; permissions are `common.gates`'."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest

from accounts.models import User
from neighbourhoods import figures
from neighbourhoods.models import Area


def person(request: HttpRequest) -> User:
    """Return who has signed in; the gate has seen to it."""
    return cast(User, request.user)


def area_or_404(request: HttpRequest, slug: str) -> Area:
    """Return an area in the person's scope."""
    area: Area | None = (
        Area.objects.visible_to(request.user).select_related("district", "owner").filter(slug=slug).first()
    )
    if area is None:
        raise Http404
    return area


def untrained_names(request: HttpRequest, area: Area) -> list[str]:
    """Return who lacks the basic course, for those who plan courses; nobody for others."""
    if not request.user.has_perm("neighbourhoods.manage_trainings"):
        return []
    return [str(agent.user) for agent in figures.untrained_agents(area)]


def serves_or_404(request: HttpRequest) -> User:
    """Return who has signed in, if the person is agent or head of something today."""
    if not figures.serves_today(person(request)):
        raise Http404
    return person(request)
