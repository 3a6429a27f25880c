"""How often an issue is opened in the archive: a count a day, without who."""

from __future__ import annotations

from django.db import connection

from common import clock
from newsletters.models import Issue


def note_visit(*, issue: Issue) -> None:
    """Count one opening of an issue's page; two at the same moment are two."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO newsletters_archivevisits (issue_id, day, times) VALUES (%s, %s, 1)"
            " ON CONFLICT (issue_id, day) DO UPDATE SET times = newsletters_archivevisits.times + 1",
            [issue.pk, clock.today()],
        )
