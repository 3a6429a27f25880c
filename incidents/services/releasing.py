"""Publishing months of counts: each finished month once, and never again."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Min

from common import clock
from incidents.figures.releasing import OUTSIDE, Cell, first_of_next, published
from incidents.models import Release, ReleasedCount, Report

WAIT = timedelta(days=7)  # after a month's end: what comes in late by mail or patrol is there, merging has been done
MOST_BACK = 36
_LOCK = 7_205_003


def release_months() -> int:
    """Publish the finished months that are not published yet, each in a transaction of its own. Returns how many."""
    done = 0
    for month in _due():
        done += release_month(month=month)
    return done


@transaction.atomic
def release_month(*, month: date) -> bool:
    """Publish a month as it stands now; returns False if it has been published already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    release, is_new = Release.objects.get_or_create(month=month.replace(day=1))
    if is_new:
        rows = [_row(release, cell, count) for cell, count in published(release.month).items()]
        ReleasedCount.objects.bulk_create(rows, batch_size=1_000)
    return is_new


def _row(release: Release, cell: Cell, count: int | None) -> ReleasedCount:
    return ReleasedCount(
        release=release,
        category_id=cell.category,
        district_id=cell.district or None,
        area_id=cell.area,
        is_outside=cell.district == OUTSIDE,
        count=count,
    )


def _due() -> list[date]:
    """Return the months that ended a week ago or more and wait to be published, the earliest first."""
    latest = (clock.today() - WAIT).replace(day=1)
    first = Report.objects.aggregate(first=Min("received_at"))["first"]
    if first is None:
        return []
    earliest = date(latest.year - MOST_BACK // 12, latest.month, 1)
    month = max(clock.local(first).date().replace(day=1), earliest)
    known = set(Release.objects.values_list("month", flat=True))
    found = []
    while month < latest:
        if month not in known:
            found.append(month)
        month = first_of_next(month)
    return found
