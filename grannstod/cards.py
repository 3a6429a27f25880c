"""What Grannstöd shows on pages of several rooms: the coordinator's desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock
from grannstod import figures
from grannstod.figures import ShiftLine
from grannstod.models import Observation, Patrol

if TYPE_CHECKING:
    from accounts.models import User


def week(user: User) -> list[ShiftLine]:
    """Return the shifts from today and six days on, those that a person may see."""
    return figures.shift_lines(user, clock.today(), 7)


@dataclass(frozen=True)
class Driven:
    """One patrol that has ended, as the coordinator's desk tells of it."""

    url: str
    ended_at: datetime
    title: str
    detail: str


def driven(user: User) -> list[Driven]:
    """Return the patrols of the last seven days that have ended, the latest first, those that a person may see."""
    since = clock.now() - timedelta(days=7)
    ended = Patrol.objects.visible_to(user).filter(ended_at__gte=since).select_related("shift__car", "shift__route")
    last = list(ended.order_by("-ended_at")[:20])
    outcomes: dict[int, list[str]] = {patrol.pk: [] for patrol in last}
    for patrol_id, outcome in Observation.objects.filter(patrol__in=last).values_list("patrol_id", "outcome"):
        outcomes[patrol_id].append(outcome)
    return [_driven(one, len(outcomes[one.pk]), outcomes[one.pk].count("police")) for one in last]


def _driven(patrol: Patrol, seen: int, police: int) -> Driven:
    words = [ngettext("%(n)d observation", "%(n)d observations", seen) % {"n": seen}]
    if police:
        words.append(_("%(n)d to the police") % {"n": police})
    if patrol.km is not None:
        words.append(_("%(km)d km") % {"km": patrol.km})
    title = ", ".join(filter(None, [patrol.shift.car.name, str(patrol.shift.route or "")]))
    assert patrol.ended_at is not None
    return Driven(reverse("grannstod:patrol", args=[patrol.pk]), patrol.ended_at, title, ", ".join(words))


def ahead(user: User, days: int) -> list[ShiftLine]:
    """Return the shifts from today and so many days on, those that a person may see."""
    return figures.shift_lines(user, clock.today(), days)
