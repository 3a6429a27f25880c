"""A contact agent's quarter of an hour: the own area, what is asked this month, one button to report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from common.cards import Task
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
        "tasks": _tasks(areas),
        "sentence": incident_cards.portal_sentence(user) if areas else "",
        "reports": incident_cards.portal(user),
        "soon": calendar_cards.soon(4),
        "letters": letter_cards.latest(2),
    }
    return render(request, "pages/portal.html", context)


def _tasks(areas: list[area_cards.OwnArea]) -> list[Task]:
    """Return what is asked this month, with minutes: read the latest letter, look at reports, take the course."""
    if not areas:
        return []
    tasks = [
        Task(_("Read the latest newsletter and pass it on"), 4, reverse("newsletters:archive")),
        Task(_("Look at what has been reported"), 3, reverse("incidents:portal")),
    ]
    if not all(area.is_trained for area in areas):
        tasks.append(Task(_("Find an evening for the basic course"), 2, reverse("calendar:year")))
    return tasks
