"""A contact agent's quarter of an hour: the own area, what is asked this month, one button to report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import User
from common.gates import permission_or_404
from holiday_calendar import cards as calendar_cards
from incidents import cards as incident_cards
from neighbourhoods import cards as area_cards
from newsletters import cards as letter_cards


@permission_or_404("neighbourhoods.use_portal")
@require_GET
def portal(request: HttpRequest) -> HttpResponse:
    """Show the agent's own areas and what is new there; nothing of anybody else's."""
    user = request.user
    assert isinstance(user, User)
    areas = area_cards.portal(user)
    context = {
        "areas": areas,
        "unread": area_cards.unread_messages(user),
        "heads": area_cards.heads_others(user),
        "serves": bool(areas) or area_cards.serves(user),
        "kinds": incident_cards.commonest_kinds() if areas else [],
        "sentence": incident_cards.portal_sentence(user) if areas else "",
        "reports": incident_cards.portal(user),
        "soon": calendar_cards.soon(4),
        "takes_part": calendar_cards.takes_part(user),
        "letters": letter_cards.latest(2),
        "trainings": area_cards.portal_trainings(user),
    }
    return render(request, "pages/portal.html", context)
