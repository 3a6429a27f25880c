"""A contact agent's quarter of an hour: the own area, what is asked this month, one button to report."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import User
from holiday_calendar import cards as calendar_cards
from incidents import cards as incident_cards
from neighbourhoods.figures import vitality_of, vitality_word
from neighbourhoods.models import Area, ContactAgent
from newsletters import cards as letter_cards


@login_required
@permission_required("neighbourhoods.use_portal", raise_exception=True)
@require_GET
def portal(request: HttpRequest) -> HttpResponse:
    """Show the agent's own areas and what is new there; nothing of anybody else's."""
    user = request.user
    assert isinstance(user, User)
    appointments = ContactAgent.objects.filter(user=user).current().select_related("area__district")
    areas = [one.area for one in appointments]
    context = {
        "areas": [(area, vitality_word(vitality_of(area))) for area in areas],
        "tasks": _tasks(list(appointments)),
        "sentence": incident_cards.portal_sentence(user) if areas else "",
        "reports": incident_cards.portal(user),
        "soon": calendar_cards.soon(4),
        "letters": letter_cards.latest(2),
    }
    return render(request, "pages/portal.html", context)


def _tasks(appointments: list[ContactAgent]) -> list[dict[str, object]]:
    """Return what is asked this month, with minutes: read the latest letter, look at reports, take the course."""
    tasks: list[dict[str, object]] = []
    areas: list[Area] = [one.area for one in appointments]
    if areas:
        tasks.append({"kind": "read_letter", "minutes": 4, "url": "/nyhetsbrev/"})
        tasks.append({"kind": "look_at_reports", "minutes": 3, "url": "/portal/anmalningar/"})
    if any(one.trained_on is None for one in appointments):
        tasks.append({"kind": "take_course", "minutes": 2, "url": "/kalender/"})
    return tasks
