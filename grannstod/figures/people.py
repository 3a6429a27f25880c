"""Who takes part, and what each lacks or is about to lack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from common import clock
from grannstod.figures.hours import ACTIVE_WITHIN, DRIVEN, driven_by
from grannstod.lifecycle import MAY_DRIVE_OUT, VolunteerStatus
from grannstod.models import Volunteer

if TYPE_CHECKING:
    from accounts.models import User

# So long before a paper runs out the leader is told.
SOON = timedelta(days=60)
__all__ = ["PersonLine", "accompanied_drives", "driven_by", "volunteers"]


@dataclass(frozen=True)
class PersonLine:
    """One volunteer as the leader sees the list: what lacks stands in words."""

    pk: int
    name: str
    status: str
    status_words: str
    is_driver: bool
    drives: int
    last_on: date | None
    lacks: tuple[str, ...]
    is_idle: bool


def accompanied_drives() -> int:
    """Return how many drives a newcomer takes beside somebody experienced."""
    return int(settings.GRANNSTOD_ACCOMPANIED_DRIVES)


def volunteers(user: User) -> list[PersonLine]:
    """Return everybody who takes part, those in training first, in one query."""
    driven = Q(seats__shift__patrol__status__in=DRIVEN, seats__was_absent=False)
    people = Volunteer.objects.visible_to(user).exclude(status=VolunteerStatus.LEFT).select_related("user")
    people = people.annotate(drives=Count("seats", filter=driven), last_at=Max("seats__starts_at", filter=driven))
    rank = {status: number for number, status in enumerate(VolunteerStatus.values)}
    return sorted((_line(one) for one in people), key=lambda line: (rank[line.status], line.name))


def _line(one: Volunteer) -> PersonLine:
    counted, today = vars(one), clock.today()
    last_on = clock.local(counted["last_at"]).date() if counted["last_at"] else None
    since = last_on or one.joined_on
    return PersonLine(
        pk=one.pk,
        name=str(one),
        status=one.status,
        status_words=one.get_status_display(),
        is_driver=one.is_driver,
        drives=counted["drives"],
        last_on=last_on,
        lacks=tuple(_lacks(one, today)) if one.status in MAY_DRIVE_OUT else (),
        is_idle=one.status == VolunteerStatus.ACTIVE and today - since > ACTIVE_WITHIN,
    )


def _lacks(one: Volunteer, today: date) -> list[str]:
    """Say what somebody who drives out lacks, or will within two months."""
    words = [
        said
        for day, said in (
            (one.trained_on, _("training not noted")),
            (one.agreement_on, _("agreement not signed")),
        )
        if day is None
    ]
    runs_out = ((one.licence_until, _("licence")), (one.clearance_until, _("secrecy clearance")))
    for day, what in runs_out:
        if day is not None and day < today:
            words.append(_("%(what)s ran out %(day)s") % {"what": what, "day": day})
        elif day is not None and day <= today + SOON:
            words.append(_("%(what)s runs out %(day)s") % {"what": what, "day": day})
    return words
