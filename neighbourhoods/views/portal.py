"""The agent's own area."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from common.gates import permission_or_404
from neighbourhoods import figures
from neighbourhoods.slots import PORTAL_FIGURES
from neighbourhoods.views.access import area_or_404, person


@require_GET
@permission_or_404("neighbourhoods.use_portal")
def area_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the area's figures, its agents who agree to be shown, and where to ask for the summary.

    A head contact agent keeps the list of agents, and sees them all.
    """
    area = area_or_404(request, slug)
    user = person(request)
    agents = list(figures.current_agents(area))
    own = next((agent for agent in agents if agent.user_id == user.pk), None)
    is_head = own is not None and own.is_head
    shown = [agent for agent in agents if is_head or agent.agrees_to_be_shown or agent == own]
    context = {
        "area": area,
        "own": own,
        "agents": shown,
        "others": len(agents) - len(shown),
        "households": figures.households_figure(area),
        "sketch": figures.sketch(area),
        "circle": figures.circle_size(area),
        "signs": figures.sign_figures(area),
        "sections": [section for make in PORTAL_FIGURES if (section := make(area)) is not None],
        "vitality": figures.vitality_word(figures.vitality_of(area)),
    }
    return render(request, "neighbourhoods/portal_area.html", context)
