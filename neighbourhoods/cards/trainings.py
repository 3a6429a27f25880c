"""What trainings hand to the pages that show several rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from common.cards import Happening, Need
from neighbourhoods.figures import trainings as figures
from neighbourhoods.lifecycle import SignUpStatus, TrainingStatus
from neighbourhoods.models import Training
from neighbourhoods.querysets import audiences_of

if TYPE_CHECKING:
    from accounts.models import User

MOST_SHOWN = 3


def portal_trainings(user: User) -> list[Happening]:
    """Return what the person has a place at or can come to, soonest first; a few, with the page of each."""
    mine = [own for own in figures.of_person(user) if not own.sign_up.training.is_over]
    booked = {own.sign_up.training_id for own in mine}
    rows = [
        Happening(
            own.sign_up.training.starts_at,
            own.sign_up.training.title,
            SignUpStatus(own.sign_up.status).label,
            own.url,
            own.sign_up.training.ends_at,
        )
        for own in mine
        if own.sign_up.training.status == TrainingStatus.OPEN
    ]
    rows += [
        Happening(one.starts_at, one.title, one.venue, one.url, one.ends_at)
        for one in figures.coming(audiences=audiences_of(user))
        if one.pk not in booked
    ]
    return sorted(rows, key=lambda row: str(row.when.isoformat()))[:MOST_SHOWN]


def training_needs(user: User) -> list[Need]:
    """Return what trainings ask of a coordinator: evenings over and not finished, and a term without a basic course."""
    if not user.has_perm("neighbourhoods.manage_trainings"):
        return []
    over = Training.objects.visible_to(user).filter(status=TrainingStatus.OPEN, ends_at__lte=clock.now())
    unfinished = [
        Need(
            one.title,
            _("Mark who was there and finish the evening: then the course is noted."),
            one.ends_at,
            reverse("neighbourhoods:attendance", args=[one.pk]),
            _("Mark who is here"),
            is_late=True,
        )
        for one in over.order_by("ends_at")[:20]
    ]
    return [*unfinished, *_missing_course()]


def _missing_course() -> list[Need]:
    if not figures.lacks_basic_course():
        return []
    detail = _("None lies in this term or the coming one. New contact agents need it.")
    return [Need(_("No basic course"), detail, None, reverse("neighbourhoods:training_new"), _("Plan a basic course"))]
