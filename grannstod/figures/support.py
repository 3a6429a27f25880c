"""Figures of the support: they are counts of rows that stay when everything else has been erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from accounts.models import User
from common import clock
from grannstod.lifecycle import MAY_DRIVE_OUT
from grannstod.models import SupportVisit, VictimSupportCase, Volunteer
from neighbourhoods.figures import current_appointments
from neighbourhoods.models import Area


@dataclass(frozen=True)
class SupportFigures:
    """How much support there has been, and how soon."""

    cases: int
    visits: int
    return_visits: int
    days_to_first_contact: float | None  # median


def reachable_agents(area: Area) -> list[User]:
    """Return the contact agents of an area whom a mail reaches."""
    holding = current_appointments().filter(area=area, user__is_active=True).exclude(user__email="")
    return list(User.objects.filter(pk__in=holding.values("user")).order_by("pk"))


def lacks_pair(visit: SupportVisit) -> bool:
    """Tell whether a planned visit has lost somebody: left, or without a secrecy clearance that holds on the day."""
    return not all(_may_visit(one, visit.planned_on) for one in (visit.one, visit.other))


def _may_visit(one: Volunteer | None, day: date) -> bool:
    if one is None or one.clearance_until is None or one.clearance_until < day:
        return False
    # Whoever leaves after the visit has been there all the same.
    return one.status in MAY_DRIVE_OUT or day < clock.today()


def without_pair() -> list[SupportVisit]:
    """Return the visits to come that have lost somebody."""
    coming = SupportVisit.objects.filter(done_at=None, case__closed_at=None).select_related("one", "other")
    return [visit for visit in coming if lacks_pair(visit)]


def support_figures() -> SupportFigures:
    """Count every case there has been, erased ones too."""
    done = SupportVisit.objects.filter(done_at__isnull=False)
    met = VictimSupportCase.objects.filter(first_contact_at__isnull=False)
    spans = met.values_list("referred_at", "first_contact_at")
    waited = [(met_at - asked) / timedelta(days=1) for asked, met_at in spans if met_at]
    return SupportFigures(
        cases=VictimSupportCase.objects.count(),
        visits=done.filter(kind=SupportVisit.Kind.FIRST).count(),
        return_visits=done.filter(kind=SupportVisit.Kind.RETURN).count(),
        days_to_first_contact=round(median(waited), 1) if waited else None,
    )
