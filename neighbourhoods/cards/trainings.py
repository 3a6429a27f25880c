"""What trainings hand to the pages that show several rooms."""

from __future__ import annotations

from datetime import date
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
    """Return what trainings ask of a coordinator: evenings over and not finished, and what is lacking by rule."""
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
    return [*unfinished, *_missing_courses(), *_missing_evenings()]


def _missing_courses() -> list[Need]:
    """Return each term without the basic course that is given every term."""
    detail = _("One is given each term: new contact agents need it.")
    address = reverse("neighbourhoods:training_new")
    return [
        Need(_no_course(first), detail, None, address, _("Plan a basic course"))
        for first in figures.terms_without_course()
    ]


def _no_course(first: date) -> str:
    if first.month == 1:
        return _("No basic course in the spring of %(year)s") % {"year": first.year}
    return _("No basic course in the autumn of %(year)s") % {"year": first.year}


def _missing_evenings() -> list[Need]:
    """Return that the year has fewer theme evenings than are given every year."""
    count = figures.theme_evenings()
    if count >= figures.THEME_EVENINGS_A_YEAR:
        return []
    title = _("Too few theme evenings in %(year)s") % {"year": clock.today().year}
    detail = _("Two are given each year; held or planned: %(count)d.") % {"count": count}
    return [Need(title, detail, None, reverse("neighbourhoods:training_new"), _("Plan a theme evening"))]
