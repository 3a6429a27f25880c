"""Asking those who have not driven for six weeks how they are: once for each such time."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from common import clock
from grannstod.figures.people import still_since, with_drives
from grannstod.mail.activity import still_with_us
from grannstod.models import CrewMember, Volunteer

# Whoever drives within so long is not asked.
SOON = timedelta(days=14)


def ask_the_idle() -> int:
    """Mail each who has not driven for six weeks, is not away and has no shift soon. Returns how many were written."""
    today, now = clock.today(), clock.now()
    soon = CrewMember.objects.filter(starts_at__gt=now, starts_at__lte=now + SOON)
    people = Volunteer.objects.filter(is_example=False, user__is_active=True).exclude(user__email="")
    still = [(one.pk, still_since(one, today)) for one in with_drives(people.exclude(seats__in=soon))]
    return sum(_ask(pk, since) for pk, since in still if since is not None)


@transaction.atomic
def _ask(volunteer_id: int, since: date) -> bool:
    unasked = Volunteer.objects.filter(Q(idle_told_on=None) | Q(idle_told_on__lte=since), pk=volunteer_id)
    if not unasked.update(idle_told_on=clock.today()):
        return False
    still_with_us(Volunteer.objects.select_related("user").get(pk=volunteer_id), since).send()
    return True
