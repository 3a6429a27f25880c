"""Telling those who saw something what became of it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from common import clock
from grannstod.figures.answers import lines
from grannstod.mail.answers import came_back
from grannstod.models import CrewMember, Observation

# What is answered later than this stands in the log only.
NEWS_FOR = timedelta(days=180)


@transaction.atomic
def tell_crew(*, report_id: int) -> int:
    """Mail the two of a patrol what became of what they saw; returns how many. An example patrol tells nobody."""
    news = Observation.objects.filter(report=report_id, observed_at__gte=clock.now() - NEWS_FOR)
    told = 0
    for line in lines(news.filter(patrol__is_example=False)):
        crew = CrewMember.objects.filter(shift__patrol=line.seen.patrol_id).select_related("volunteer__user")
        for user in (member.volunteer.user for member in crew):
            if user.is_active and user.email:
                came_back(line, user).send()
                told += 1
    return told
