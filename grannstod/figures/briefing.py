"""What a patrol is told before it drives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from common import clock
from grannstod.models import BriefingNote, Shift, VisitWish
from incidents.figures import PortalRow, portal_rows
from incidents.models import Report
from neighbourhoods.models import District

if TYPE_CHECKING:
    from accounts.models import User

# How far back reports are told of, and how many at most: a briefing is read standing by the car.
SHOWN_BACK = timedelta(days=14)
MOST_REPORTS = 12


@dataclass(frozen=True)
class Briefing:
    """What somebody wants looked at, what was reported along the way, and who asked for a visit."""

    notes: list[BriefingNote]
    reports: list[PortalRow]
    wishes: list[VisitWish]


def districts_of(shift: Shift) -> list[District]:
    """Return the districts that a shift's route goes through, else its patrol area's; none means the whole
    municipality."""
    return (_of_route(shift) if shift.route else []) or _of_patrol_area(shift)


def _of_patrol_area(shift: Shift) -> list[District]:
    return list(shift.patrol_area.districts.defer("boundary")) if shift.patrol_area else []


def _of_route(shift: Shift) -> list[District]:
    assert shift.route is not None
    named = shift.route.districts.all() | District.objects.filter(
        pk__in=shift.route.stops.filter(area__isnull=False).values("area__district")
    )
    return list(named.distinct())


def briefing(user: User, shift: Shift) -> Briefing:
    """Return the briefing of a shift that a person may see.

    Of a report stand kind, coarse place and age; its words only once a person has released them.
    """
    districts = districts_of(shift)
    notes = BriefingNote.objects.visible_to(user).on(clock.local(shift.starts_at).date()).about(districts)
    told = Report.objects.open().without_kinds_kept_from(user)
    reports = told.filter(received_at__gte=clock.now() - SHOWN_BACK, merged_into=None)
    wishes = VisitWish.objects.open().select_related("area__district").defer("area__boundary")
    if districts:
        reports = reports.filter(district__in=districts)
        wishes = wishes.filter(area__district__in=districts)
    rows = portal_rows(reports.for_list().prefetch_related("photos").order_by("-received_at")[:MOST_REPORTS])
    return Briefing(list(notes), rows, list(wishes[:MOST_REPORTS]))
