"""Who takes part, and what each lacks or is about to lack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import clock
from grannstod.figures.hours import ACTIVE_WITHIN, DRIVEN, driven_by
from grannstod.lifecycle import MAY_DRIVE_OUT, VolunteerStatus
from grannstod.models import Volunteer, Wish
from grannstod.querysets import VolunteerQuerySet

if TYPE_CHECKING:
    from accounts.models import User

# So long before a paper runs out the leader is told.
SOON = timedelta(days=60)
__all__ = ["PersonLine", "accompanied_drives", "driven_by", "still_since", "volunteers", "with_drives"]


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
    still_since: date | None
    asked_on: date | None

    @property
    def is_idle(self) -> bool:
        """Tell whether somebody active has not driven for six weeks, days away left out."""
        return self.still_since is not None


def accompanied_drives() -> int:
    """Return how many drives a newcomer takes beside somebody experienced."""
    return int(settings.GRANNSTOD_ACCOMPANIED_DRIVES)


def volunteers(user: User) -> list[PersonLine]:
    """Return everybody who takes part, those in training first, in two queries."""
    people = with_drives(Volunteer.objects.visible_to(user).exclude(status=VolunteerStatus.LEFT))
    people = people.prefetch_related("courses")
    rank = {status: number for number, status in enumerate(VolunteerStatus.values)}
    return sorted((_line(one) for one in people), key=lambda line: (rank[line.status], line.name))


def with_drives(people: VolunteerQuerySet) -> VolunteerQuerySet:
    """Return the people with how often and when they last drove, when they became active, and their days away."""
    driven = Q(seats__shift__patrol__status__in=DRIVEN, seats__was_absent=False)
    became = Q(events__moved_to=VolunteerStatus.ACTIVE)
    counted = people.annotate(
        drives=Count("seats", filter=driven, distinct=True),
        last_at=Max("seats__starts_at", filter=driven),
        active_at=Max("events__at", filter=became),
    )
    return counted.select_related("user", "wish")


def still_since(one: Volunteer, today: date) -> date | None:
    """Return the day since which somebody of `with_drives` has been still for more than six weeks, None for others.

    Days that were said to be spent away don't count: it begins when they end.
    """
    if one.status != VolunteerStatus.ACTIVE:
        return None
    wish: Wish | None = getattr(one, "wish", None)
    if wish and wish.away_from and wish.away_until and wish.away_from <= today <= wish.away_until:
        return None
    moments = [vars(one)[name] for name in ("last_at", "active_at")]
    days = [one.joined_on, *(clock.local(moment).date() for moment in moments if moment)]
    if wish and wish.away_until and wish.away_until < today:
        days.append(wish.away_until)
    return max(days) if today - max(days) > ACTIVE_WITHIN else None


def _line(one: Volunteer) -> PersonLine:
    counted, today = vars(one), clock.today()
    last_on = clock.local(counted["last_at"]).date() if counted["last_at"] else None
    since = still_since(one, today)
    return PersonLine(
        pk=one.pk,
        name=str(one),
        status=one.status,
        status_words=one.get_status_display(),
        is_driver=one.is_driver,
        drives=counted["drives"],
        last_on=last_on,
        lacks=tuple(_lacks(one, today)) if one.status in MAY_DRIVE_OUT else (),
        still_since=since,
        asked_on=one.idle_told_on if since and one.idle_told_on and one.idle_told_on > since else None,
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
    for day, what in _running_out(one):
        if day is not None and day < today:
            words.append(_("%(what)s ran out %(day)s") % {"what": what, "day": day})
        elif day is not None and day <= today + SOON:
            words.append(_("%(what)s runs out %(day)s") % {"what": what, "day": day})
    return words


def _running_out(one: Volunteer) -> list[tuple[date | None, str]]:
    """Return what holds until a day: papers, the training, a supporter's courses."""
    found = [(one.licence_until, _("licence")), (one.clearance_until, _("secrecy clearance"))]
    months = settings.GRANNSTOD_TRAINING_MONTHS
    if not months:
        return found
    if one.trained_on:
        found.append((clock.months_before(one.trained_on, -months), pgettext("what runs out", "training")))
    for course in one.courses.all():
        words = _("course in %(subject)s") % {"subject": course.get_subject_display()}
        found.append((clock.months_before(course.taken_on, -months), words))
    return found
