"""How far a start-up has come: its steps in order, and what the signs still wait for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.geo import box_around, distance_m
from neighbourhoods.lifecycle import InterestStatus, SignOrderStatus, StartupStatus
from neighbourhoods.models import Area, InterestedPerson, StartupCase

NEARBY_M = 500


@dataclass(frozen=True)
class Step:
    """One step of a start-up. `key` is what a form or a link asks for."""

    key: str
    title: str
    is_done: bool
    said: str


def share_joined(area: Area) -> int | None:
    """Return the share of the households that join (per cent, rounded down), or None before they are counted."""
    return 100 * area.households_joined // area.households if area.households else None


def latest_startup(area: Area) -> StartupCase | None:
    """Return the area's newest case that was not given up, or None."""
    found: StartupCase | None = area.startups.exclude(status=StartupStatus.ABANDONED).order_by("-opened_at").first()
    return found


def steps(case: StartupCase) -> list[Step]:
    """Return the steps in the order they are taken; the signs come last."""
    area = case.area
    agents = area.agents.current().count()
    delivered = area.sign_orders.filter(status=SignOrderStatus.DELIVERED).exists()
    share = share_joined(area)
    enough = share is not None and share >= case.threshold and case.counted_on is not None
    appointed = ngettext("%(count)d agent", "%(count)d agents", agents) % {"count": agents}
    return [
        Step("hushall", _("Households counted"), case.counted_on is not None, _households(area)),
        Step("andel", _("Enough of them join"), enough, _share_words(share, case.threshold)),
        Step("mote", _("Start meeting"), case.meeting_held_on is not None, _meeting(case)),
        Step("kurs", _("Basic course"), has_training(area, case), _day(case.course_held_on)),
        Step("ombud", _("Contact agent appointed"), agents > 0, appointed if agents else ""),
        Step("avtal", _("Agreement signed"), case.agreement_on is not None, _day(case.agreement_on)),
        Step("skyltar", _("Signs up"), delivered, ""),
    ]


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _households(area: Area) -> str:
    if not area.households:
        return ""
    return _("%(joined)d of %(all)d join, %(declined)d decline") % {
        "joined": area.households_joined,
        "all": area.households,
        "declined": area.households_declined,
    }


def _share_words(share: int | None, threshold: int) -> str:
    wanted = _("at least %(percent)d %% are needed") % {"percent": threshold}
    return wanted if share is None else _("%(percent)d %% join; %(wanted)s") % {"percent": share, "wanted": wanted}


def _meeting(case: StartupCase) -> str:
    if case.meeting_held_on is None or case.meeting_people is None:
        return _day(case.meeting_held_on)
    people = ngettext("%(count)d person came", "%(count)d people came", case.meeting_people)
    return f"{_day(case.meeting_held_on)}, {people % {'count': case.meeting_people}}"


def has_training(area: Area, case: StartupCase | None) -> bool:
    """Tell whether training is recorded: the course of the start-up, or an agent of today who has taken it."""
    if case is not None and case.course_held_on is not None:
        return True
    return area.agents.current().filter(trained_on__isnull=False).exists()


def missing_for_signs(area: Area) -> list[str]:
    """Return what must be recorded before signs can be released, each as a few words; empty when nothing is missing.

    Meeting, training and agent. An area that was active before its start was recorded here has had its meeting.
    """
    case = latest_startup(area)
    had_meeting = case.meeting_held_on is not None if case else area.started_on is not None
    asked = (
        (had_meeting, _("the start meeting")),
        (has_training(area, case), _("the basic course")),
        (area.agents.current().exists(), _("a contact agent")),
    )
    return [words for is_there, words in asked if not is_there]


def interested_nearby(lon: float | None, lat: float | None, *, metres: int = NEARBY_M) -> list[InterestedPerson]:
    """Return confirmed people without area who live near a position, nearest first."""
    if lon is None or lat is None:
        return []
    west, south, east, north = box_around(lon, lat, metres)
    people = InterestedPerson.objects.filter(
        area=None,
        status__in=(InterestStatus.NEW, InterestStatus.CONTACTED),
        longitude__range=(west, east),
        latitude__range=(south, north),
    )[:200]
    near = [(distance_m(lon, lat, held.longitude or 0, held.latitude or 0), held) for held in people]
    return [held for far, held in sorted(near, key=lambda row: (row[0], row[1].pk)) if far <= metres]
