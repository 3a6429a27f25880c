"""Areas that a patrol has been in: wishes are met, and agents who want one get a note."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock, sensitive_text
from grannstod import mail
from grannstod.figures.visits import visited_areas
from grannstod.models import Patrol, VisitNote, VisitWish
from neighbourhoods.figures import current_appointments
from neighbourhoods.models import Area


def note_visits(patrol: Patrol) -> None:
    """Close the wishes of the areas that a patrol has been in, and tell the agents who want to know.

    An example patrol tells nobody. One mail a person, whatever number of areas; each area is told of once a patrol,
    however often this is called. The caller holds the patrol's row.
    """
    areas = visited_areas(patrol).exclude(pk__in=patrol.noted_areas)
    patrol.noted_areas = [*patrol.noted_areas, *areas.values_list("pk", flat=True)]
    Patrol.objects.filter(pk=patrol.pk).update(noted_areas=patrol.noted_areas)
    met = VisitWish.objects.open().filter(area__in=areas)
    met.update(closed_at=clock.now(), patrol=patrol)
    if patrol.is_example:
        return
    wanted = current_appointments().filter(area__in=areas, user__in=VisitNote.objects.values("user"))
    own: dict[User, list[Area]] = {}
    for appointment in wanted.select_related("user", "area").order_by("user", "area__name"):
        own.setdefault(appointment.user, []).append(appointment.area)
    for agent, visited in own.items():
        if agent.is_active and agent.email:
            mail.visit_note(patrol, agent, visited).send()


@transaction.atomic
def ask_for_visit(*, area: Area, text: str, by: User) -> VisitWish:
    """Ask that a patrol comes by an area. One open wish an area: new words take the place of the old.

    Raises ValidationError (`personal_data`).
    """
    text = " ".join(text.replace("\x00", "").split())[:300]
    if sensitive_text.find(text):
        raise ValidationError(_("Write about the place and what happens, not about who."), code="personal_data")
    values = {"text": text, "asked_by": by, "asked_at": clock.now()}
    return VisitWish.objects.update_or_create(area=area, closed_at=None, defaults=values)[0]


def take_back_wish(*, area: Area) -> None:
    """Take an area's open wish back."""
    VisitWish.objects.open().filter(area=area).update(closed_at=clock.now())


def choose_visit_notes(*, user: User, wants: bool) -> None:
    """Note whether an agent wants a note when a patrol has been in one of the own areas."""
    if wants:
        VisitNote.objects.get_or_create(user=user)
    else:
        VisitNote.objects.filter(user=user).delete()
